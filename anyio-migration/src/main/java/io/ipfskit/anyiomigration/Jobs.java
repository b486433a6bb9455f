package io.ipfskit.anyiomigration;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.google.errorprone.util.Reachability;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Symbol;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The jobs of one executor within its region, and what happens to their futures.
record Jobs(Region region, List<TreePath> submits) {
    private static final String EXECUTORS = "java.util.concurrent.Executors";

    static Jobs of(Region region, VisitorState state) throws Region.ByHand {
        List<TreePath> submits = new ArrayList<>();
        for (TreePath use : region.uses()) {
            MethodInvocationTree call = Place.callOn(use);
            if (call == null) {
                throw new Region.ByHand("the executor escapes: hand on the TaskGroup instead");
            }
            if (!Place.nameOf(call).equals("submit") || call.getArguments().size() != 1) {
                throw new Region.ByHand("more than submit(job) is done with the executor");
            }
            submits.add(use.getParentPath().getParentPath());
        }
        Jobs jobs = new Jobs(region, submits);
        jobs.requireNoBound();
        return jobs;
    }

    /// A pool that is smaller than its jobs makes them wait for each other.
    private void requireNoBound() throws Region.ByHand {
        ExpressionTree made = region.made();
        if (Place.isStatic(made, EXECUTORS, "newVirtualThreadPerTaskExecutor", 0)
                || Place.isStatic(made, EXECUTORS, "newCachedThreadPool", 0)) {
            return;
        }
        if (Place.isStatic(made, EXECUTORS, "newFixedThreadPool", 1)) {
            Integer threads =
                    Place.literal(((MethodInvocationTree) made).getArguments().getFirst());
            boolean repeats =
                    submits.stream().anyMatch(path -> Place.mayRepeat(path, region.body()));
            if (threads != null && threads >= submits.size() && !repeats) {
                return;
            }
        }
        throw new Region.ByHand(
                "the executor bounds its jobs: TaskGroup.map has a limit, a CapacityLimiter too");
    }

    /// As [Recipe#rewrite].
    boolean rewrite(MethodInvocationTree asked, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        for (TreePath submit : submits) {
            fork(submit, fix, state);
            future(submit, fix, state);
        }
        region.wrap(fix, true, state);
        return submits.getFirst().getLeaf().equals(asked);
    }

    /// `pool.submit(job)` becomes `group.fork(job)`.
    private static void fork(TreePath submit, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        MethodInvocationTree call = (MethodInvocationTree) submit.getLeaf();
        String types =
                call.getTypeArguments().stream()
                        .map(type -> String.valueOf(state.getSourceForNode(type)))
                        .collect(Collectors.joining(", "));
        fix.replace(
                call.getMethodSelect(),
                types.isEmpty() ? "group.fork" : "group.<" + types + ">fork");
        ExpressionTree job = call.getArguments().getFirst();
        boolean returns =
                ASTHelpers.getSymbol(call)
                        .getParameters()
                        .getFirst()
                        .type
                        .tsym
                        .getQualifiedName()
                        .contentEquals("java.util.concurrent.Callable");
        if (returns) {
            if (!(job instanceof LambdaExpressionTree) && !(job instanceof MemberReferenceTree)) {
                return; // a Callable as it is
            }
            return;
        }
        if (!(job instanceof LambdaExpressionTree lambda)) {
            throw new Region.ByHand("a job is a Runnable and no lambda: tasks return something");
        }
        if (lambda.getBody() instanceof BlockTree block) {
            if (!Reachability.canCompleteNormally(block) || returnsInside(submit, block)) {
                throw new Region.ByHand("a job returns nothing in the middle of it");
            }
            int close = state.getEndPosition(block) - 1;
            fix.replace(close, close, "return null;\n");
        } else {
            fix.prefixWith(lambda.getBody(), "{\n");
            fix.postfixWith(lambda.getBody(), ";\nreturn null;\n}");
        }
    }

    private static boolean returnsInside(TreePath submit, BlockTree block) {
        boolean[] found = new boolean[1];
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void none) {
                found[0] = true;
                return null;
            }

            @Override
            public @Nullable Void visitLambdaExpression(
                    LambdaExpressionTree tree, @Nullable Void none) {
                return null;
            }
        }.scan(new TreePath(submit, block), null);
        return found[0];
    }

    /// What holds the future becomes what holds the task, and `get` becomes `join`.
    private void future(TreePath submit, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        TreePath parent = submit.getParentPath();
        MethodInvocationTree got = Place.callOn(submit);
        if (got != null) {
            join(got, fix, state);
        } else if (parent.getLeaf() instanceof VariableTree variable) {
            holder(variable, ASTHelpers.getSymbol(variable), fix, state);
        } else if (parent.getLeaf() instanceof MethodInvocationTree added
                && Place.nameOf(added).equals("add")
                && Place.localOf(ASTHelpers.getReceiver(added)) != null) {
            list(Place.localOf(ASTHelpers.getReceiver(added)), fix, state);
        } else {
            throw new Region.ByHand(
                    "a future is dropped or goes elsewhere: nobody would be told of the failure;"
                            + " a task tells its group");
        }
    }

    private void holder(
            VariableTree variable, Symbol symbol, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        rename(variable.getType(), fix, state);
        for (TreePath use : Place.uses(symbol, region.method())) {
            MethodInvocationTree call = Place.callOn(use);
            if (call == null) {
                throw new Region.ByHand("a future goes elsewhere: hand on the Task instead");
            }
            join(call, fix, state);
        }
    }

    /// A local list of futures that is filled and then walked.
    private void list(@Nullable Symbol list, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        TreePath declared = list == null ? null : Place.declaration(list, region.block());
        if (list == null
                || declared == null
                || !(declared.getLeaf() instanceof VariableTree variable)
                || !(variable.getType() instanceof ParameterizedTypeTree type)
                || type.getTypeArguments().size() != 1
                || variable.getInitializer() == null
                || !String.valueOf(variable.getInitializer()).contains("<>")) {
            throw new Region.ByHand("the futures are kept in more than a local list");
        }
        rename(type.getTypeArguments().getFirst(), fix, state);
        for (TreePath use : Place.uses(list, region.method())) {
            MethodInvocationTree call = Place.callOn(use);
            Tree parent = use.getParentPath().getLeaf();
            if (call != null && Place.nameOf(call).equals("add")) {
                if (!isSubmit(call.getArguments().getFirst())) {
                    throw new Region.ByHand("futures of others are in the same list");
                }
            } else if (parent instanceof EnhancedForLoopTree loop
                    && loop.getExpression().equals(use.getLeaf())) {
                holder(loop.getVariable(), ASTHelpers.getSymbol(loop.getVariable()), fix, state);
            } else {
                throw new Region.ByHand("the list of futures is used for more than a loop");
            }
        }
    }

    private boolean isSubmit(ExpressionTree expression) {
        return submits.stream().anyMatch(path -> path.getLeaf().equals(expression));
    }

    private static void join(
            MethodInvocationTree call, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        if (!Place.nameOf(call).equals("get") || !call.getArguments().isEmpty()) {
            throw new Region.ByHand(
                    "a future is asked for more than its result: Task has cancel and state, a"
                            + " timeout is a CancelScope");
        }
        int end = state.getEndPosition(call);
        int receiverEnd = state.getEndPosition(ASTHelpers.getReceiver(call));
        fix.replace(receiverEnd, end, ".join()");
    }

    /// `Future<T>` becomes `Task<T>`.
    private static void rename(@Nullable Tree type, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        if (type == null
                || state.getSourceForNode(type) == null
                || "var".equals(state.getSourceForNode(type))) {
            return;
        }
        if (!(type instanceof ParameterizedTypeTree named)
                || !"Future".equals(String.valueOf(named.getType()))) {
            throw new Region.ByHand("a future is held as something else than Future<...>");
        }
        fix.replace(named.getType(), "Task");
        fix.addImport("io.ipfskit.anyio.Task");
    }
}
