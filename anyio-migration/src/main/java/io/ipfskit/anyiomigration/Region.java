package io.ipfskit.anyiomigration;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.google.errorprone.util.Reachability;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The life of an executor within one method, and whether it can become the body of a task group:
///
/// ```java
/// try (var pool = Executors...) { ... }
/// var pool = Executors...; try { ... } finally { pool.shutdown(); }
/// ```
///
/// @param method the method around it
/// @param pool the executor's variable
/// @param made the expression that makes it
/// @param block what runs while it lives
/// @param start where the source of it all begins
/// @param end where it ends
record Region(
        TreePath method,
        Symbol pool,
        ExpressionTree made,
        TreePath block,
        int start,
        int end,
        List<TreePath> uses) {
    /// Why something is left to people. Thrown only inside this module.
    static final class ByHand extends Exception {
        ByHand(String why) {
            super(why, null, false, false);
        }
    }

    static Region of(@Nullable Symbol pool, VisitorState state) throws ByHand {
        if (pool == null || !Place.isLocal(pool)) {
            throw new ByHand(
                    "the executor is no local variable: open a TaskGroup where its life begins and"
                            + " pass that on, or keep it and hand it a TaskExecutor");
        }
        TreePath method = Place.method(state.getPath());
        if (method == null) {
            throw new ByHand("inside a lambda: begin with the method that makes the executor");
        }
        TreePath declared = Place.declaration(pool, method);
        if (declared == null
                || !(declared.getLeaf() instanceof VariableTree variable)
                || variable.getInitializer() == null) {
            throw new ByHand("the executor comes from elsewhere: open a TaskGroup there");
        }
        Tree parent = declared.getParentPath().getLeaf();
        if (parent instanceof TryTree tried) {
            if (tried.getResources().size() != 1
                    || !tried.getCatches().isEmpty()
                    || tried.getFinallyBlock() != null) {
                throw new ByHand("the try statement does more than close the executor");
            }
            TreePath tryPath = declared.getParentPath();
            TreePath block = new TreePath(tryPath, tried.getBlock());
            return new Region(
                    method,
                    pool,
                    variable.getInitializer(),
                    block,
                    ASTHelpers.getStartPosition(tried),
                    state.getEndPosition(tried),
                    Place.uses(pool, block));
        }
        if (parent instanceof BlockTree around) {
            List<? extends StatementTree> all = around.getStatements();
            int next = all.indexOf(variable) + 1;
            if (next < all.size()
                    && all.get(next) instanceof TryTree tried
                    && tried.getResources().isEmpty()
                    && tried.getCatches().isEmpty()
                    && endsPool(tried.getFinallyBlock(), pool)) {
                TreePath tryPath = new TreePath(declared.getParentPath(), tried);
                TreePath block = new TreePath(tryPath, tried.getBlock());
                List<TreePath> uses = Place.uses(pool, block);
                if (Place.uses(pool, declared.getParentPath()).size() == uses.size() + 1) {
                    return new Region(
                            method,
                            pool,
                            variable.getInitializer(),
                            block,
                            ASTHelpers.getStartPosition(variable),
                            state.getEndPosition(tried),
                            uses);
                }
            }
        }
        throw new ByHand(
                "the executor is not ended by try-with-resources or by finally with shutdown: its"
                        + " life has no clear end, which a TaskGroup needs");
    }

    BlockTree body() {
        return (BlockTree) block.getLeaf();
    }

    private static boolean endsPool(@Nullable BlockTree finallyBlock, Symbol pool) {
        if (finallyBlock == null || finallyBlock.getStatements().size() != 1) {
            return false;
        }
        List<MethodInvocationTree> calls = new ArrayList<>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethodInvocation(
                    MethodInvocationTree call, @Nullable Void none) {
                calls.add(call);
                return super.visitMethodInvocation(call, null);
            }
        }.scan(finallyBlock, null);
        return calls.size() == 1
                && pool.equals(ASTHelpers.getSymbol(ASTHelpers.getReceiver(calls.getFirst())))
                && (Place.nameOf(calls.getFirst()).equals("shutdown")
                        || Place.nameOf(calls.getFirst()).equals("shutdownNow")
                        || Place.nameOf(calls.getFirst()).equals("close"));
    }

    /// Turns the region into the body of a task group.
    ///
    /// @param asExecutionException whether the failure of a task came out as `ExecutionException`
    void wrap(SuggestedFix.Builder fix, boolean asExecutionException, VisitorState state)
            throws ByHand {
        if (Place.declares("group", method)) {
            throw new ByHand("a variable is already called 'group'");
        }
        boolean completes = Reachability.canCompleteNormally(body());
        new Escapes(completes).require();
        requireOneCheckedException(state);
        int open = ASTHelpers.getStartPosition(body()) + 1;
        int close = state.getEndPosition(body()) - 1;
        String call = (completes ? "" : "return ") + "TaskGroup.open(group -> {";
        String done = completes ? "return null;\n});" : "});";
        if (asExecutionException) {
            fix.replace(start, open, "try {\n" + call);
            fix.replace(
                    close,
                    end,
                    done
                            + "\n} catch (TaskFailed failed) {\n"
                            + "throw new ExecutionException(failed.getCause());\n}");
            fix.addImport("io.ipfskit.anyio.TaskFailed");
            fix.addImport("java.util.concurrent.ExecutionException");
        } else {
            fix.replace(start, open, call);
            fix.replace(close, end, done);
        }
        fix.addImport("io.ipfskit.anyio.TaskGroup");
    }

    private void requireOneCheckedException(VisitorState state) throws ByHand {
        MethodTree around = (MethodTree) method.getLeaf();
        if (!Place.mayThrowInterrupted(around)) {
            throw new ByHand("the method does not declare InterruptedException");
        }
        int checked = 0;
        for (Type thrown : ASTHelpers.getThrownExceptions(body(), state)) {
            if (!Place.isA(thrown, "java.lang.RuntimeException", state)
                    && !Place.isA(thrown, "java.lang.Error", state)
                    && !Place.isA(thrown, "java.lang.InterruptedException", state)
                    && !Place.isA(thrown, "java.util.concurrent.ExecutionException", state)) {
                checked++;
            }
        }
        if (checked > 1 && !Place.throwsAny(around)) {
            throw new ByHand("more than one checked exception leaves the block");
        }
    }

    /// What must not leave a block that becomes a lambda.
    private final class Escapes extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final boolean completes;
        private @Nullable String why;

        Escapes(boolean completes) {
            this.completes = completes;
        }

        void require() throws ByHand {
            scan(block, null);
            if (why != null) {
                throw new ByHand(why);
            }
        }

        @Override
        public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void none) {
            if (completes || tree.getExpression() == null) {
                why = "the block returns on one way and ends on another";
            }
            return super.visitReturn(tree, null);
        }

        @Override
        public @Nullable Void visitBreak(BreakTree tree, @Nullable Void none) {
            requireInner(tree.getLabel() != null);
            return super.visitBreak(tree, null);
        }

        @Override
        public @Nullable Void visitContinue(ContinueTree tree, @Nullable Void none) {
            requireInner(tree.getLabel() != null);
            return super.visitContinue(tree, null);
        }

        private void requireInner(boolean labelled) {
            if (labelled) {
                why = "a labelled jump";
                return;
            }
            for (TreePath up = getCurrentPath(); up != null; up = up.getParentPath()) {
                switch (up.getLeaf().getKind()) {
                    case FOR_LOOP,
                            ENHANCED_FOR_LOOP,
                            WHILE_LOOP,
                            DO_WHILE_LOOP,
                            SWITCH,
                            SWITCH_EXPRESSION -> {
                        return;
                    }
                    default -> {
                        if (up.getLeaf().equals(body())) {
                            why = "a jump leaves the block";
                            return;
                        }
                    }
                }
            }
        }

        @Override
        public @Nullable Void visitCatch(CatchTree tree, @Nullable Void none) {
            String caught = String.valueOf(tree.getParameter().getType());
            if (caught.contains("ExecutionException")) {
                why = "the block treats failures of single jobs: keep them as values in the tasks";
            }
            return super.visitCatch(tree, null);
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void none) {
            Symbol symbol = ASTHelpers.getSymbol(tree);
            if (symbol instanceof Symbol.VarSymbol variable
                    && variable.owner instanceof Symbol.MethodSymbol
                    && !variable.equals(pool)
                    && !ASTHelpers.isConsideredFinal(variable)
                    && Place.declaration(variable, block) == null) {
                why =
                        "variable '"
                                + variable.getSimpleName()
                                + "' is changed and used in the block";
            }
            return super.visitIdentifier(tree, null);
        }

        @Override
        public @Nullable Void visitLambdaExpression(
                LambdaExpressionTree tree, @Nullable Void none) {
            return null; // its returns are its own, and it captures what is final already
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void none) {
            return null;
        }
    }
}
