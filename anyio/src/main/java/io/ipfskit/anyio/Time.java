package io.ipfskit.anyio;

import java.time.Duration;

/// The monotonic clock of the run, and sleeping by it. On `sim` it is virtual.
public final class Time {
    private Time() {}

    /// Returns the monotonic clock in nanoseconds.
    ///
    /// @throws IllegalStateException outside a run
    public static long now() {
        return Run.ofCaller().kernel().now();
    }

    /// Sleeps; zero is a checkpoint.
    ///
    /// @throws IllegalArgumentException when the duration is negative
    public static void sleep(Duration duration) throws InterruptedException {
        sleepUntil(Deadline.after(duration));
    }

    /// Sleeps until the deadline.
    public static void sleepUntil(Deadline deadline) throws InterruptedException {
        if (deadline.isPassed()) {
            Checkpoint.now();
            return;
        }
        Task<?> task = Task.current();
        Waiter waiter = new Waiter(task, WaitQueue.NONE);
        waiter.awaitUntil("sleep", waiter, deadline.nanos());
    }

    /// Sleeps until cancelled.
    public static void sleepForever() throws InterruptedException {
        sleepUntil(Deadline.NONE);
    }

    /// The clock of the caller's run, or the real one outside a run.
    static long nowAnywhere() {
        Run run = Run.ofCallerOrNull();
        return run == null ? MonotonicClock.now() : run.kernel().now();
    }
}
