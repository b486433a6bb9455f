package io.ipfskit.anyiomigration;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;

import java.util.ArrayList;
import java.util.List;

/// `CompletableFuture.allOf(...)` of computations that nothing else uses becomes `TaskGroup.all`.
///
/// Rewritten where the futures are made by `supplyAsync` just before, are of one type, and are only
/// joined after. A computation that fails then cancels the others; what comes out is the same
/// `CompletionException`.
@BugPattern(
        summary = "computations that are all awaited are tasks of a group",
        linkType = BugPattern.LinkType.NONE,
        severity = BugPattern.SeverityLevel.WARNING)
public final class AllOfToTaskGroup extends Recipe {
    private static final long serialVersionUID = 1L;
    private static final String FUTURE = "java.util.concurrent.CompletableFuture";

    @Override
    boolean isAbout(MethodInvocationTree call, VisitorState state) {
        return Place.isStatic(call, FUTURE, "allOf", call.getArguments().size());
    }

    @Override
    boolean rewrite(MethodInvocationTree call, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        TreePath method = Place.method(state.getPath());
        if (method == null) {
            throw new Region.ByHand("inside a lambda: begin with the method around it");
        }
        if (!Place.mayThrowInterrupted((MethodTree) method.getLeaf())) {
            throw new Region.ByHand("the method does not declare InterruptedException");
        }
        TreePath statement = joined(state.getPath());
        BlockTree block = (BlockTree) statement.getParentPath().getLeaf();
        List<? extends StatementTree> all = block.getStatements();
        int at = all.indexOf(statement.getLeaf());
        int count = call.getArguments().size();
        List<String> suppliers = new ArrayList<>();
        String type = null;
        for (int i = 0; i < count; i++) {
            if (at - count + i < 0
                    || !(all.get(at - count + i) instanceof VariableTree variable)
                    || !ASTHelpers.getSymbol(variable)
                            .equals(ASTHelpers.getSymbol(call.getArguments().get(i)))) {
                throw new Region.ByHand("the futures are not made, in this order, just before");
            }
            if (!Place.isStatic(variable.getInitializer(), FUTURE, "supplyAsync", 1)) {
                throw new Region.ByHand(
                        "a future does not come from supplyAsync(supplier): await it by"
                                + " Futures.await, or make it a task first");
            }
            if (!(variable.getType() instanceof ParameterizedTypeTree future)) {
                throw new Region.ByHand("the type of a future is not written out");
            }
            String held = state.getSourceForNode(future.getTypeArguments().getFirst());
            if (type != null && !type.equals(held)) {
                throw new Region.ByHand("the futures are of several types: fork and join them");
            }
            type = held;
            ExpressionTree supplier =
                    ((MethodInvocationTree) variable.getInitializer()).getArguments().getFirst();
            suppliers.add(supplier(supplier, state));
            results(ASTHelpers.getSymbol(variable), i, call, method, fix, state);
        }
        if (type == null || Place.declares("all", method)) {
            throw new Region.ByHand("nothing is awaited, or a variable is already called 'all'");
        }
        fix.replace(
                ASTHelpers.getStartPosition(all.get(at - count)),
                state.getEndPosition(statement.getLeaf()),
                "List<"
                        + type
                        + "> all;\ntry {\nall = TaskGroup.all(List.<Callable<"
                        + type
                        + ">>of("
                        + String.join(", ", suppliers)
                        + "));\n} catch (TaskFailed failed) {\n"
                        + "throw new CompletionException(failed.getCause());\n}");
        fix.addImport("java.util.List");
        fix.addImport("java.util.concurrent.Callable");
        fix.addImport("java.util.concurrent.CompletionException");
        fix.addImport("io.ipfskit.anyio.TaskFailed");
        fix.addImport("io.ipfskit.anyio.TaskGroup");
        return true;
    }

    /// The statement `CompletableFuture.allOf(...).join();`.
    private static TreePath joined(TreePath allOf) throws Region.ByHand {
        MethodInvocationTree join = Place.callOn(allOf);
        if (join == null || !Place.nameOf(join).equals("join")) {
            throw new Region.ByHand(
                    "the future of all is not joined at once: join the group where it is");
        }
        TreePath statement = allOf.getParentPath().getParentPath().getParentPath();
        if (statement.getLeaf() instanceof ExpressionStatementTree
                && statement.getParentPath().getLeaf() instanceof BlockTree) {
            return statement;
        }
        throw new Region.ByHand("the future of all is part of an expression");
    }

    private static String supplier(ExpressionTree supplier, VisitorState state) {
        String source = String.valueOf(state.getSourceForNode(supplier));
        return switch (supplier.getKind()) {
            case LAMBDA_EXPRESSION, MEMBER_REFERENCE -> source;
            default -> source + "::get";
        };
    }

    private static void results(
            Symbol future,
            int index,
            MethodInvocationTree allOf,
            TreePath method,
            SuggestedFix.Builder fix,
            VisitorState state)
            throws Region.ByHand {
        for (TreePath use : Place.uses(future, method)) {
            if (use.getParentPath().getLeaf().equals(allOf)) {
                continue;
            }
            MethodInvocationTree call = Place.callOn(use);
            if (call == null
                    || !Place.nameOf(call).equals("join")
                    || ASTHelpers.getStartPosition(call) < state.getEndPosition(allOf)) {
                throw new Region.ByHand("a future is used for more than its result");
            }
            fix.replace(call, "all.get(" + index + ")");
        }
    }

    @Override
    String becomes() {
        return "TaskGroup.all";
    }
}
