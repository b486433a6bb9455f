package io.ipfskit.anyiomigration;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;

/// A job that a `ScheduledExecutorService` repeats becomes a service of a task group.
///
/// Rewritten where the executor lives in one method and has this one job, whose future nobody
/// keeps. A job that fails then fails the group; before, it silently stopped coming.
@BugPattern(
        summary = "what is repeated in the background is a service of a group",
        linkType = BugPattern.LinkType.NONE,
        severity = BugPattern.SeverityLevel.WARNING)
public final class ScheduleToService extends Recipe {
    private static final long serialVersionUID = 1L;
    private static final String EXECUTORS = "java.util.concurrent.Executors";

    @Override
    boolean isAbout(MethodInvocationTree call, VisitorState state) {
        String name = Place.nameOf(call);
        return (name.equals("scheduleAtFixedRate") || name.equals("scheduleWithFixedDelay"))
                && Place.isA(
                        ASTHelpers.getReceiverType(call),
                        "java.util.concurrent.ScheduledExecutorService",
                        state);
    }

    @Override
    boolean rewrite(MethodInvocationTree call, SuggestedFix.Builder fix, VisitorState state)
            throws Region.ByHand {
        Symbol pool = ASTHelpers.getSymbol(ASTHelpers.getReceiver(call));
        Region region = Region.of(pool, state);
        if (!Place.isStatic(region.made(), EXECUTORS, "newSingleThreadScheduledExecutor", 0)
                && !Place.isStatic(region.made(), EXECUTORS, "newScheduledThreadPool", 1)) {
            throw new Region.ByHand("the executor is made in a way of its own");
        }
        if (region.uses().size() != 1) {
            throw new Region.ByHand("the executor has more than this job: a service for each");
        }
        TreePath statement = state.getPath().getParentPath();
        if (!(statement.getLeaf() instanceof ExpressionStatementTree)
                || Place.mayRepeat(statement, region.body())) {
            throw new Region.ByHand("the job's future is kept: Task.cancel ends a service");
        }
        ExpressionTree unit = call.getArguments().get(3);
        String initial = Place.duration(call.getArguments().get(1), unit, state);
        String period = Place.duration(call.getArguments().get(2), unit, state);
        if (initial == null || period == null) {
            throw new Region.ByHand("the unit of time is no constant");
        }
        String job = job(call.getArguments().get(0), state);
        boolean isRate = Place.nameOf(call).equals("scheduleAtFixedRate");
        String loop =
                isRate
                        ? "Deadline next = Deadline.after("
                                + initial
                                + ");\nwhile (true) {\nTime.sleepUntil(next);\n"
                                + job
                                + "\nnext = new Deadline(next.nanos() + "
                                + period
                                + ".toNanos());\n}"
                        : "Time.sleep("
                                + initial
                                + ");\nwhile (true) {\n"
                                + job
                                + "\nTime.sleep("
                                + period
                                + ");\n}";
        fix.replace(
                statement.getLeaf(), "group.forkService(\"repeated\", () -> {\n" + loop + "\n});");
        region.wrap(fix, false, state);
        if (isRate) {
            fix.addImport("io.ipfskit.anyio.Deadline");
        }
        fix.addImport("io.ipfskit.anyio.Time");
        fix.addImport("java.time.Duration");
        return true;
    }

    /// The statements of a job.
    private static String job(ExpressionTree job, VisitorState state) throws Region.ByHand {
        String source = String.valueOf(state.getSourceForNode(job));
        return switch (job) {
            case LambdaExpressionTree lambda when lambda.getBody() instanceof BlockTree block -> {
                StringBuilder statements = new StringBuilder();
                for (StatementTree statement : block.getStatements()) {
                    statements.append(state.getSourceForNode(statement)).append('\n');
                }
                if (source.contains("return")) {
                    throw new Region.ByHand("the job returns in the middle of it");
                }
                yield statements.toString();
            }
            case LambdaExpressionTree lambda -> state.getSourceForNode(lambda.getBody()) + ";";
            case MemberReferenceTree _ -> source.replace("::", ".") + "();";
            default -> throw new Region.ByHand("the job is no lambda");
        };
    }

    @Override
    String becomes() {
        return "TaskGroup.forkService with Time.sleep";
    }
}
