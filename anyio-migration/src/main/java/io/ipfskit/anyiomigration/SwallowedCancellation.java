package io.ipfskit.anyiomigration;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;

import java.util.List;

/// A lint: a catch of `Cancelled` or `InterruptedException` with nothing in it swallows a
/// cancellation. In a cancelled scope the next checkpoint throws again, so the work ends later than
/// it was told to; outside one the request to stop is lost.
@BugPattern(
        summary = "an empty catch swallows a cancellation: let it pass, or throw it on",
        linkType = BugPattern.LinkType.NONE,
        severity = BugPattern.SeverityLevel.WARNING)
public final class SwallowedCancellation extends BugChecker implements BugChecker.CatchTreeMatcher {
    private static final long serialVersionUID = 1L;

    @Override
    public Description matchCatch(CatchTree tree, VisitorState state) {
        if (!tree.getBlock().getStatements().isEmpty()) {
            return Description.NO_MATCH;
        }
        Tree type = tree.getParameter().getType();
        List<? extends Tree> caught =
                type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
        for (Tree one : caught) {
            if (Place.isA(ASTHelpers.getType(one), "java.lang.InterruptedException", state)) {
                return buildDescription(tree)
                        .setMessage(
                                Recipe.BY_HAND
                                        + "an empty catch of "
                                        + state.getSourceForNode(one)
                                        + " swallows a cancellation: let it pass, or throw it on")
                        .build();
            }
        }
        return Description.NO_MATCH;
    }
}
