package io.ipfskit.anyiomigration;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;

/// An `ArrayBlockingQueue` that a poison pill ends becomes a `Channel` that is closed.
///
/// Rewritten where the queue is local to one method with one producer that puts the pill, one loop
/// that takes until it comes, and both run as tasks: in the method itself, in jobs of an executor
/// that [ExecutorToTaskGroup] rewrites, or in tasks of a group.
@BugPattern(
        summary = "a queue between tasks is a channel, its end a close",
        linkType = BugPattern.LinkType.NONE,
        severity = BugPattern.SeverityLevel.WARNING)
public final class QueueToChannel extends BugChecker implements BugChecker.NewClassTreeMatcher {
    private static final long serialVersionUID = 1L;

    @Override
    public Description matchNewClass(NewClassTree tree, VisitorState state) {
        if (!Place.isA(
                ASTHelpers.getType(tree), "java.util.concurrent.ArrayBlockingQueue", state)) {
            return Description.NO_MATCH;
        }
        SuggestedFix.Builder fix = SuggestedFix.builder();
        try {
            rewrite(tree, fix, state);
            return buildDescription(tree)
                    .setMessage(Recipe.REWRITTEN + "Channel and close")
                    .addFix(fix.build())
                    .build();
        } catch (Region.ByHand left) {
            return buildDescription(tree)
                    .setMessage(Recipe.BY_HAND + "Channel and close; " + left.getMessage())
                    .build();
        }
    }

    private static void rewrite(NewClassTree tree, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        TreePath method = Place.method(state.getPath());
        Tree parent = state.getPath().getParentPath().getLeaf();
        if (method == null
                || !(parent instanceof VariableTree variable)
                || !Place.isLocal(ASTHelpers.getSymbol(variable))) {
            throw new Region.ByHand(
                    "the queue is no local variable: hand its SendChannel to who puts and its"
                            + " ReceiveChannel to who takes");
        }
        if (!Place.mayThrowInterrupted((MethodTree) method.getLeaf())) {
            throw new Region.ByHand("the method does not declare InterruptedException");
        }
        if (tree.getArguments().size() != 1 || tree.getClassBody() != null) {
            throw new Region.ByHand("the queue is fair or special: channels are always fair");
        }
        Poison.of(ASTHelpers.getSymbol(variable), method, state)
                .rewrite(tree, variable, fix, state);
    }
}
