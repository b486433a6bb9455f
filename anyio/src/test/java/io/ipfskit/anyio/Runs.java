package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// Runs test bodies, and waits for tasks to park without looking at a clock.
final class Runs {
    private Runs() {}

    static <R extends @Nullable Object, X extends Exception> R run(Body<Run, R, X> body)
            throws X, InterruptedException {
        return AnyIO.run(Backends.named("threads"), body);
    }

    /// Returns once the task waits for something.
    static void awaitWaiting(Task<?> task) throws InterruptedException {
        while (task.state() == TaskState.LIVE && task.info().waitingFor() == null) {
            Checkpoint.now();
        }
    }

    /// Waits for ever, and tells that it began to.
    static int forever() throws InterruptedException {
        Time.sleepForever();
        return 0;
    }
}
