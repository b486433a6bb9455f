package io.ipfskit.anyiomigration;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.tools.javac.code.Symbol;

/// `ExecutorService.submit` and `Future.get` become `TaskGroup.fork` and `Task.join`.
///
/// Rewritten where the executor lives in one method, has no bound that the jobs could feel, and
/// every future is only waited for. A job that fails then cancels the others, which it did not
/// before; what comes out is the same `ExecutionException`.
@BugPattern(
        summary = "jobs of an executor are tasks of a group",
        linkType = BugPattern.LinkType.NONE,
        severity = BugPattern.SeverityLevel.WARNING)
public final class ExecutorToTaskGroup extends Recipe {
    private static final long serialVersionUID = 1L;

    @Override
    boolean isAbout(MethodInvocationTree call, VisitorState state) {
        return Place.nameOf(call).equals("submit")
                && Place.isA(
                        ASTHelpers.getReceiverType(call),
                        "java.util.concurrent.ExecutorService",
                        state);
    }

    @Override
    boolean rewrite(MethodInvocationTree call, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        Symbol pool = ASTHelpers.getSymbol(ASTHelpers.getReceiver(call));
        return Jobs.of(Region.of(pool, state), state).rewrite(call, fix, state);
    }

    @Override
    String becomes() {
        return "TaskGroup.fork and Task.join";
    }
}
