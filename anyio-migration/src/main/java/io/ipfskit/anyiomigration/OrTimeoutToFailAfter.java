package io.ipfskit.anyiomigration;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.fixes.SuggestedFixes;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Type;

/// `supplyAsync(...).orTimeout(...)` that is awaited at once becomes `CancelScope.failAfter`.
///
/// Rewritten where the chain is a whole `return` or initialiser. The work goes on a helper thread
/// that is abandoned when time is up, as the future abandoned it; work of anyio needs no `Blocking`
/// around it and is stopped then. What comes out is the same exception.
@BugPattern(
        summary = "a time limit is a scope around the work",
        linkType = BugPattern.LinkType.NONE,
        severity = BugPattern.SeverityLevel.WARNING)
public final class OrTimeoutToFailAfter extends Recipe {
    private static final long serialVersionUID = 1L;
    private static final String FUTURE = "java.util.concurrent.CompletableFuture";

    @Override
    boolean isAbout(MethodInvocationTree call, VisitorState state) {
        return Place.nameOf(call).equals("orTimeout")
                && Place.isA(ASTHelpers.getReceiverType(call), FUTURE, state);
    }

    @Override
    boolean rewrite(MethodInvocationTree call, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        TreePath method = Place.method(state.getPath());
        if (method == null || !Place.mayThrowInterrupted((MethodTree) method.getLeaf())) {
            throw new Region.ByHand("no method around it declares InterruptedException");
        }
        ExpressionTree made = ASTHelpers.getReceiver(call);
        if (!(made instanceof MethodInvocationTree supplied)
                || !Place.isStatic(supplied, FUTURE, "supplyAsync", 1)) {
            throw new Region.ByHand(
                    "the future comes from elsewhere: put the scope around Futures.await");
        }
        String duration =
                Place.duration(call.getArguments().get(0), call.getArguments().get(1), state);
        if (duration == null) {
            throw new Region.ByHand("the unit of the time limit is no constant");
        }
        MethodInvocationTree awaited = Place.callOn(state.getPath());
        if (awaited == null || !awaited.getArguments().isEmpty()) {
            throw new Region.ByHand("the future is not awaited at once: the scope goes there");
        }
        String wrapper =
                switch (Place.nameOf(awaited)) {
                    case "join" -> "CompletionException";
                    case "get" -> "ExecutionException";
                    default -> throw new Region.ByHand("the future is not awaited at once");
                };
        String work =
                "CancelScope.failAfter("
                        + duration
                        + ", scope -> Blocking.<"
                        + SuggestedFixes.prettyType(state, fix, boxed(awaited, state))
                        + ", RuntimeException>call("
                        + supplier(supplied.getArguments().getFirst(), state)
                        + ", OnCancel.ABANDON))";
        TreePath around = state.getPath().getParentPath().getParentPath().getParentPath();
        if (!(around.getParentPath().getLeaf() instanceof BlockTree)) {
            throw new Region.ByHand("the future is awaited within an expression");
        }
        String before;
        switch (around.getLeaf()) {
            case ReturnTree _ -> before = "try {\nreturn ";
            case VariableTree variable when variable.getType() != null -> {
                String type = state.getSourceForNode(variable.getType());
                if (type == null || type.equals("var")) {
                    throw new Region.ByHand("the type of the result is not written out");
                }
                before =
                        type + " " + variable.getName() + ";\ntry {\n" + variable.getName() + " = ";
            }
            default -> throw new Region.ByHand("the future is awaited within an expression");
        }
        fix.replace(
                around.getLeaf(),
                before
                        + work
                        + ";\n} catch (TimeoutException | RuntimeException failed) {\nthrow new "
                        + wrapper
                        + "(failed);\n}");
        fix.addImport("java.time.Duration");
        fix.addImport("java.util.concurrent.TimeoutException");
        fix.addImport("java.util.concurrent." + wrapper);
        fix.addImport("io.ipfskit.anyio.Blocking");
        fix.addImport("io.ipfskit.anyio.CancelScope");
        fix.addImport("io.ipfskit.anyio.OnCancel");
        return true;
    }

    private static Type boxed(ExpressionTree awaited, VisitorState state) {
        return state.getTypes().boxedTypeOrType(ASTHelpers.getType(awaited));
    }

    private static String supplier(ExpressionTree supplier, VisitorState state) {
        String source = String.valueOf(state.getSourceForNode(supplier));
        return switch (supplier.getKind()) {
            case LAMBDA_EXPRESSION, MEMBER_REFERENCE -> source;
            default -> source + "::get";
        };
    }

    @Override
    String becomes() {
        return "CancelScope.failAfter";
    }
}
