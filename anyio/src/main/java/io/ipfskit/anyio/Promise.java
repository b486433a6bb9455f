package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A value that comes later, once, and can be awaited by many. May be completed from any thread.
///
/// @param <T> the value
public final class Promise<T extends @Nullable Object> {
    /// The state at one moment.
    ///
    /// @param waiting tasks that wait
    public record Statistics(int waiting) {}

    private final WaitQueue waiters = new WaitQueue();

    // Guarded by this.
    private boolean done;
    private @Nullable T value;
    private @Nullable Throwable failure;

    /// Makes a promise without a value.
    public Promise() {}

    /// Gives the value.
    ///
    /// @throws IllegalStateException when the promise already has a value or a failure
    public void complete(T value) {
        if (!tryComplete(value)) {
            throw new IllegalStateException("the promise was already completed or failed");
        }
    }

    /// Gives the value unless there is one; tells whether it did.
    public synchronized boolean tryComplete(T value) {
        if (done) {
            return false;
        }
        this.value = value;
        settle();
        return true;
    }

    /// Gives a failure instead of a value.
    ///
    /// @throws IllegalStateException when the promise already has a value or a failure
    public void fail(Throwable failure) {
        if (!tryFail(failure)) {
            throw new IllegalStateException("the promise was already completed or failed");
        }
    }

    /// Gives a failure unless the promise is settled; tells whether it did.
    public synchronized boolean tryFail(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        if (done) {
            return false;
        }
        this.failure = failure;
        settle();
        return true;
    }

    /// Settles the promise as cancelled: waiters fail with a `CancellationException` of that
    /// reason.
    public boolean cancel(String reason) {
        return tryFail(new java.util.concurrent.CancellationException(reason));
    }

    /// Returns whether there is a value or a failure.
    public synchronized boolean isDone() {
        return done;
    }

    /// Waits for the value.
    ///
    /// @throws TaskFailed when a failure was given: the cause
    @SuppressWarnings("NullAway") // completed with exactly a T
    public T await() throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter = new Waiter(task, waiters);
        boolean wait;
        synchronized (this) {
            wait = !done;
            if (wait) {
                waiters.add(waiter);
            }
        }
        if (wait) {
            waiter.await("promise", this);
        }
        synchronized (this) {
            if (failure != null) {
                throw new TaskFailed("promise", failure);
            }
            return value;
        }
    }

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(waiters.size());
    }

    private void settle() {
        done = true;
        for (Waiter w = waiters.poll(); w != null; w = waiters.poll()) {
            w.grant();
        }
    }
}
