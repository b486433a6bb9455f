package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// Runs test bodies, and waits for tasks to park without looking at a clock.
final class Runs {
    private Runs() {}

    static <R extends @Nullable Object, X extends Exception> R run(Body<Run, R, X> body)
            throws X, InterruptedException {
        return io.ipfskit.anyiotesting.TestKit.run(body);
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

    /// Waits for a latch that a foreign call opens, as foreign calls wait.
    static void await(java.util.concurrent.CountDownLatch latch) throws InterruptedException {
        Blocking.call(() -> {
            latch.await();
            return 0;
        });
    }
}
