package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Mutual exclusion between tasks: first come first served, owner-checked, not reentrant.
///
/// When the owner ends without unlocking, whoever waits is told with [BrokenResource], and so is
/// everybody later: what the lock guarded may be half changed.
public final class Lock {
    /// The state at one moment.
    ///
    /// @param isLocked whether some task holds the lock
    /// @param owner the holder's name, null when nobody holds it
    /// @param waiting tasks that wait for it
    public record Statistics(boolean isLocked, @Nullable String owner, int waiting) {}

    private final WaitQueue waiters = new WaitQueue();

    // Guarded by this.
    private @Nullable Task<?> owner;
    private @Nullable String broken;

    /// Makes an unlocked lock.
    public Lock() {}

    /// Runs `body` holding the lock.
    public <R extends @Nullable Object, X extends Exception> R withLock(Section<R, X> body)
            throws X, InterruptedException {
        Objects.requireNonNull(body, "body");
        lock();
        try {
            return body.run();
        } finally {
            unlockUnlessBroken();
        }
    }

    /// Takes the lock, waiting for it in order of arrival.
    ///
    /// @throws IllegalStateException when the caller holds it already
    /// @throws BrokenResource when an owner ended without unlocking
    public void lock() throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter = new Waiter(task, waiters);
        synchronized (this) {
            if (take(task)) {
                return;
            }
            waiters.add(waiter);
        }
        waiter.await("lock", this);
        synchronized (this) {
            requireSound();
        }
    }

    /// Takes the lock if it is free.
    ///
    /// @throws IllegalStateException when the caller holds it already
    /// @throws BrokenResource when an owner ended without unlocking
    public synchronized boolean tryLock() {
        return take(Task.current());
    }

    /// Gives the lock to the next waiter, or frees it.
    ///
    /// @throws IllegalStateException when the caller does not hold it
    public synchronized void unlock() {
        Task<?> task = Task.current();
        if (owner != task) {
            throw new IllegalStateException(
                    "task '"
                            + task.name()
                            + "' does not hold the lock; it is held by "
                            + (owner == null ? "nobody" : "task '" + owner.name() + "'"));
        }
        task.released(this);
        Waiter next = waiters.poll();
        owner = null;
        if (next != null) {
            owner = next.task();
            next.task().holds(this);
            next.grant();
        }
    }

    /// A body that waited for a condition may have lost the lock for good: that is what it tells.
    private synchronized void unlockUnlessBroken() {
        if (broken == null || owner == Task.current()) {
            unlock();
        }
    }

    /// Returns whether some task holds the lock.
    public synchronized boolean isLocked() {
        return owner != null;
    }

    /// Returns how many tasks wait.
    public synchronized int waiting() {
        return waiters.size();
    }

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(owner != null, owner == null ? null : owner.name(), waiters.size());
    }

    /// @throws IllegalStateException when the caller does not hold the lock
    synchronized void requireHeld() {
        Task<?> task = Task.current();
        if (owner != task) {
            throw new IllegalStateException("task '" + task.name() + "' does not hold the lock");
        }
    }

    synchronized void ownerDied(Task<?> task) {
        if (owner != task) {
            return;
        }
        owner = null;
        broken =
                "task '"
                        + task.name()
                        + "' ended holding this lock; what it guards may be inconsistent";
        for (Waiter w = waiters.poll(); w != null; w = waiters.poll()) {
            w.grant();
        }
    }

    private boolean take(Task<?> task) {
        requireSound();
        if (owner == task) {
            throw new IllegalStateException(
                    "task '" + task.name() + "' holds the lock already; it is not reentrant");
        }
        if (owner != null) {
            return false;
        }
        owner = task;
        task.holds(this);
        return true;
    }

    private void requireSound() {
        if (broken != null) {
            throw new BrokenResource(broken);
        }
    }
}
