package io.ipfskit.anyio;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Reports, once, the tasks that have not ended long after their scope was cancelled. Nothing is
/// pushed or killed.
final class StuckTasks {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final System.Logger LOG = System.getLogger(StuckTasks.class.getName());
    private static final int TASKS_MAX = 10;
    private static final int FRAMES_MAX = 40;

    private StuckTasks() {}

    static void report(CancelScope cancelled) {
        if (!cancelled.isEnded()) {
            LOG.log(Level.WARNING, describe(cancelled));
        }
    }

    /// Whether the task has not ended long after a scope around it was cancelled.
    static boolean isStuck(Task<?> task, long now) {
        return task.state() == TaskState.LIVE
                && ScopeChain.isWithinCancelledBefore(task.scope(), now - PATIENCE_NANOS);
    }

    static List<StackTraceElement> frames(Task<?> task) {
        StackTraceElement[] frames = task.stack();
        return List.of(frames).subList(0, Math.min(frames.length, FRAMES_MAX));
    }

    static String describe(CancelScope cancelled) {
        List<Task<?>> stuck = new ArrayList<>();
        List<CancelScope> stack = new ArrayList<>();
        stack.add(cancelled);
        while (!stack.isEmpty()) {
            CancelScope scope = stack.removeLast();
            if (!stuck.contains(scope.owner()) && stuck.size() < TASKS_MAX) {
                stuck.add(scope.owner());
            }
            stack.addAll(scope.below());
        }
        StringBuilder out =
                new StringBuilder("still running 5 s after cancellation (")
                        .append(TaskTree.printable(cancelled.reason()))
                        .append("):");
        for (Task<?> task : stuck) {
            out.append("\n#").append(task.id()).append(' ');
            out.append(TaskTree.printable(task.name()));
            String waiting = task.waitingFor();
            out.append(
                    waiting == null ? "  running" : "  waits for " + TaskTree.printable(waiting));
            for (StackTraceElement frame : frames(task)) {
                out.append("\n    at ").append(frame);
            }
        }
        return out.toString();
    }
}
