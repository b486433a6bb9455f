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

    static String describe(CancelScope cancelled) {
        List<Task<?>> stuck = new ArrayList<>();
        List<CancelScope> stack = new ArrayList<>();
        stack.add(cancelled);
        while (!stack.isEmpty()) {
            CancelScope scope = stack.removeLast();
            if (!stuck.contains(scope.owner()) && stuck.size() < TASKS_MAX) {
                stuck.add(scope.owner());
            }
            stack.addAll(scope.children());
        }
        StringBuilder out =
                new StringBuilder("still running 5 s after cancellation (")
                        .append(cancelled.reason())
                        .append("):");
        for (Task<?> task : stuck) {
            out.append("\n#").append(task.id()).append(' ').append(task.name());
            String waiting = task.waitingFor();
            out.append(waiting == null ? "  running" : "  waits for " + waiting);
            Thread thread = task.strand().thread();
            StackTraceElement[] frames =
                    thread == null ? new StackTraceElement[0] : thread.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
                out.append("\n    at ").append(frames[i]);
            }
        }
        return out.toString();
    }
}
