package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Work for the processor (hashing, ciphers, signatures), bounded by the number of cores and kept
/// off the threads that carry tasks.
public final class Compute {
    private Compute() {}

    /// Calls `work` on a computing thread of the run. Cancelled while queued, it never runs; once
    /// it runs, the caller waits for its end.
    public static <R extends @Nullable Object, X extends Exception> R call(Work<R, X> work)
            throws X, InterruptedException {
        Objects.requireNonNull(work, "work");
        Task<?> task = Task.current();
        task.throwIfCancelled();
        return Handover.start(task, work, null, task.run().kernel()::compute)
                .awaitUnlessQueued("compute");
    }

    /// Returns how many computations run at once.
    ///
    /// @throws IllegalStateException outside a run
    public static int parallelism() {
        return Run.ofCaller().kernel().parallelism();
    }
}
