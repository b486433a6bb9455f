package io.ipfskit.anyiomigration;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;

import java.util.ArrayList;
import java.util.List;

/// The uses of one local queue: puts of items, one put of the pill, one loop that takes until the
/// pill comes.
record Poison(
        List<TreePath> puts,
        TreePath last,
        ExpressionTree pill,
        WhileLoopTree loop,
        VariableTree item) {
    static Poison of(Symbol queue, TreePath method, VisitorState state) throws Region.ByHand {
        List<TreePath> puts = new ArrayList<>();
        TreePath take = null;
        for (TreePath use : Place.uses(queue, method)) {
            MethodInvocationTree call = Place.callOn(use);
            String name = call == null ? "" : Place.nameOf(call);
            TreePath path = use.getParentPath().getParentPath();
            switch (name) {
                case "put" -> puts.add(path);
                case "take" -> {
                    if (take != null) {
                        throw new Region.ByHand("the queue is taken from in several places");
                    }
                    take = path;
                }
                default ->
                        throw new Region.ByHand(
                                "more than put and take is done with the queue, or it escapes");
            }
            requireTask(path, method, state);
        }
        if (take == null
                || !(take.getParentPath().getLeaf() instanceof VariableTree item)
                || !(take.getParentPath().getParentPath().getLeaf() instanceof BlockTree body)
                || !(take.getParentPath().getParentPath().getParentPath().getLeaf()
                        instanceof WhileLoopTree loop)
                || !"(true)".equals(String.valueOf(loop.getCondition()))
                || body.getStatements().size() < 2
                || !body.getStatements().getFirst().equals(item)) {
            throw new Region.ByHand("there is no loop that begins by taking an item");
        }
        ExpressionTree pill = pill(body.getStatements().get(1), ASTHelpers.getSymbol(item));
        List<TreePath> last = new ArrayList<>();
        for (TreePath put : puts) {
            if (isSame(((MethodInvocationTree) put.getLeaf()).getArguments().getFirst(), pill)) {
                last.add(put);
            }
        }
        if (last.size() != 1 || Place.mayRepeat(last.getFirst(), aroundTask(last.getFirst()))) {
            throw new Region.ByHand("the pill is not put exactly once: close each SendChannel");
        }
        puts.remove(last.getFirst());
        return new Poison(puts, last.getFirst(), pill, loop, item);
    }

    void rewrite(
            NewClassTree made, VariableTree queue, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        if (!(queue.getType() instanceof ParameterizedTypeTree type)) {
            throw new Region.ByHand("the type of the items is not written out");
        }
        fix.replace(type.getType(), "Channel");
        String capacity = state.getSourceForNode(made.getArguments().getFirst());
        fix.replace(made, "Channel.open(" + capacity + ")");
        for (TreePath put : puts) {
            MethodInvocationTree call = (MethodInvocationTree) put.getLeaf();
            fix.replace(call.getMethodSelect(), queue.getName() + ".sender().send");
        }
        fix.replace(last.getLeaf(), queue.getName() + ".sender().close()");
        BlockTree body = (BlockTree) loop.getStatement();
        String items = state.getSourceForNode(type.getTypeArguments().getFirst());
        fix.replace(
                ASTHelpers.getStartPosition(loop),
                state.getEndPosition(body.getStatements().get(1)),
                "while ("
                        + queue.getName()
                        + ".receiver().receiveOrEnd() instanceof ReceiveResult.Received<"
                        + items
                        + ">("
                        + items
                        + " "
                        + item.getName()
                        + ")) {");
        dropPill(fix, state);
        fix.addImport("io.ipfskit.anyio.Channel");
        fix.addImport("io.ipfskit.anyio.ReceiveResult");
    }

    /// A pill of this class that served this queue alone is no longer needed.
    private void dropPill(SuggestedFix.Builder fix, VisitorState state) {
        Symbol symbol = ASTHelpers.getSymbol(pill);
        TreePath unit = new TreePath(state.getPath().getCompilationUnit());
        if (symbol instanceof Symbol.VarSymbol
                && symbol.isPrivate()
                && Place.uses(symbol, unit).size() == 2) {
            TreePath declared = Place.declaration(symbol, unit);
            if (declared != null) {
                fix.delete(declared.getLeaf());
            }
        }
    }

    /// The pill in `if (item == PILL) break;` or its like with equals.
    private static ExpressionTree pill(StatementTree statement, Symbol item) throws Region.ByHand {
        if (statement instanceof IfTree choice
                && choice.getElseStatement() == null
                && breaks(choice.getThenStatement())) {
            ExpressionTree condition = choice.getCondition();
            while (condition instanceof ParenthesizedTree inner) {
                condition = inner.getExpression();
            }
            List<ExpressionTree> sides = new ArrayList<>();
            if (condition instanceof BinaryTree binary && binary.getKind() == Tree.Kind.EQUAL_TO) {
                sides.add(binary.getLeftOperand());
                sides.add(binary.getRightOperand());
            } else if (condition instanceof MethodInvocationTree call
                    && Place.nameOf(call).equals("equals")
                    && call.getArguments().size() == 1
                    && ASTHelpers.getReceiver(call) != null) {
                sides.add(ASTHelpers.getReceiver(call));
                sides.add(call.getArguments().getFirst());
            }
            if (sides.size() == 2) {
                if (item.equals(ASTHelpers.getSymbol(sides.get(0)))) {
                    return sides.get(1);
                }
                if (item.equals(ASTHelpers.getSymbol(sides.get(1)))) {
                    return sides.get(0);
                }
            }
        }
        throw new Region.ByHand("the loop does not end at the pill at once");
    }

    private static boolean breaks(StatementTree statement) {
        return statement instanceof BreakTree
                || (statement instanceof BlockTree block
                        && block.getStatements().size() == 1
                        && block.getStatements().getFirst() instanceof BreakTree);
    }

    private static boolean isSame(ExpressionTree left, ExpressionTree right) {
        if (left instanceof LiteralTree one && right instanceof LiteralTree other) {
            return String.valueOf(one.getValue()).equals(String.valueOf(other.getValue()));
        }
        Symbol symbol = ASTHelpers.getSymbol(left);
        return symbol instanceof Symbol.VarSymbol
                && symbol.equals(ASTHelpers.getSymbol(right))
                && ASTHelpers.isConsideredFinal(symbol);
    }

    /// Requires that the path runs as a task: channels are for tasks.
    private static void requireTask(TreePath path, TreePath method, VisitorState state)
            throws Region.ByHand {
        Tree around = aroundTask(path);
        if (around.equals(method.getLeaf())) {
            return;
        }
        TreePath up = path;
        while (!up.getLeaf().equals(around)) {
            up = up.getParentPath();
        }
        if (up.getParentPath().getLeaf() instanceof MethodInvocationTree call) {
            if (Place.nameOf(call).equals("fork")
                    && Place.isA(
                            ASTHelpers.getReceiverType(call),
                            "io.ipfskit.anyio.TaskGroup",
                            state)) {
                return;
            }
            if (Place.nameOf(call).equals("submit") && isRewritten(call, up, state)) {
                return;
            }
        }
        throw new Region.ByHand("it is used on a thread that is no task");
    }

    private static boolean isRewritten(
            MethodInvocationTree submit, TreePath job, VisitorState state) throws Region.ByHand {
        Symbol pool = ASTHelpers.getSymbol(ASTHelpers.getReceiver(submit));
        VisitorState there = state.withPath(job.getParentPath());
        SuggestedFix.Builder unused = SuggestedFix.builder();
        Jobs.of(Region.of(pool, there), there).rewrite(submit, unused, there);
        return true;
    }

    /// The lambda or method that a path stands in.
    private static Tree aroundTask(TreePath path) {
        TreePath up = path;
        while (!(up.getLeaf() instanceof LambdaExpressionTree)
                && !(up.getLeaf() instanceof com.sun.source.tree.MethodTree)) {
            up = up.getParentPath();
        }
        return up.getLeaf();
    }
}
