package io.ipfskit.anyiomigration;

import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.MethodInvocationTree;

/// What the five rewrites share: a call that is known, and either a patch or what to do by hand.
abstract class Recipe extends BugChecker implements MethodInvocationTreeMatcher {
    /// How a message begins that comes with a patch; [Migrate] counts by it.
    static final String REWRITTEN = "rewritten: ";

    /// How a message begins that leaves the work to people.
    static final String BY_HAND = "by hand: ";

    private static final long serialVersionUID = 1L;

    /// Returns whether the call is one that this recipe is about.
    abstract boolean isAbout(MethodInvocationTree call, VisitorState state);

    /// Writes the patch for the whole pattern that the call belongs to.
    ///
    /// @return whether this call is the one that carries the patch; others of the pattern do not
    /// @throws Region.ByHand with what to do when it is not safe
    abstract boolean rewrite(
            MethodInvocationTree call, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand;

    /// Returns what the pattern becomes, for the message.
    abstract String becomes();

    @Override
    public final Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
        if (!isAbout(call, state)) {
            return Description.NO_MATCH;
        }
        SuggestedFix.Builder fix = SuggestedFix.builder();
        try {
            boolean carries = rewrite(call, fix, state);
            Description.Builder description =
                    buildDescription(call).setMessage(REWRITTEN + becomes());
            return carries ? description.addFix(fix.build()).build() : description.build();
        } catch (Region.ByHand left) {
            return buildDescription(call)
                    .setMessage(BY_HAND + becomes() + "; " + left.getMessage())
                    .build();
        }
    }
}
