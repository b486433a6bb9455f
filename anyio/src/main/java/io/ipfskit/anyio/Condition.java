package io.ipfskit.anyio;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/// Waiting, while holding a [Lock], until another task that holds it says that something changed.
///
/// Signals wake waiters in order of arrival, and only those that wait already. A waiter has the
/// lock again when it returns, also when it returns because of a cancellation; a signal reaches a
/// waiter that is not cancelled or stays unused, and is never lost on one that is.
public final class Condition {
    /// The state at one moment.
    ///
    /// @param waiting tasks that wait for a signal
    public record Statistics(int waiting) {}

    private final Lock lock;

    // Guarded by this.
    private final WaitQueue waiters = new WaitQueue();

    /// Makes a condition of that lock.
    public Condition(Lock lock) {
        this.lock = Objects.requireNonNull(lock, "lock");
    }

    /// Releases the lock, waits for a signal and takes the lock again.
    ///
    /// @throws IllegalStateException when the caller does not hold the lock
    public void await() throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        lock.requireHeld();
        Waiter waiter = new Waiter(task, waiters);
        synchronized (this) {
            waiters.add(waiter);
        }
        lock.unlock();
        try {
            waiter.await("condition", this);
        } finally {
            CancelScope.shield(_ -> {
                lock.lock();
                return 0;
            });
        }
    }

    /// Waits, signal after signal, until `isTrue` is, which is asked holding the lock.
    ///
    /// @throws IllegalStateException when the caller does not hold the lock
    public void awaitUntil(BooleanSupplier isTrue) throws InterruptedException {
        lock.requireHeld();
        Task.current().throwIfCancelled();
        while (!isTrue.getAsBoolean()) {
            await();
        }
    }

    /// Wakes the task that waits longest, if any.
    ///
    /// @throws IllegalStateException when the caller does not hold the lock
    public void signal() {
        lock.requireHeld();
        synchronized (this) {
            Waiter next = waiters.poll();
            if (next != null) {
                next.grant();
            }
        }
    }

    /// Wakes every task that waits.
    ///
    /// @throws IllegalStateException when the caller does not hold the lock
    public void signalAll() {
        lock.requireHeld();
        synchronized (this) {
            for (Waiter w = waiters.poll(); w != null; w = waiters.poll()) {
                w.grant();
            }
        }
    }

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(waiters.size());
    }
}
