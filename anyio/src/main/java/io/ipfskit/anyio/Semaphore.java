package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// A number of permits that tasks take and give back, first come first served. No permit is lost to
/// a cancellation.
public final class Semaphore {
    /// The state at one moment.
    ///
    /// @param available permits that are free
    /// @param waiting tasks that wait for one
    public record Statistics(int available, int waiting) {}

    private final WaitQueue waiters = new WaitQueue();
    private final int permitsMax;

    // Guarded by this. Invariant: 0 <= permits <= permitsMax, and nobody waits while permits > 0.
    private int permits;

    private final int permitsAtFirst;

    /// Of the run it was made in, null when made outside.
    private final @Nullable Counters counters;

    /// Makes a semaphore without an upper bound.
    public Semaphore(int permits) {
        this(permits, Integer.MAX_VALUE);
    }

    /// Makes a semaphore that never holds more than `permitsMax` permits.
    public Semaphore(int permits, int permitsMax) {
        if (permits < 0 || permits > permitsMax) {
            throw new IllegalArgumentException(
                    "permits must be in [0, " + permitsMax + "], was " + permits);
        }
        this.permits = permits;
        this.permitsAtFirst = permits;
        this.permitsMax = permitsMax;
        Run run = Run.ofCallerOrNull();
        this.counters = run == null ? null : run.counters();
    }

    /// Takes a permit, waiting for one.
    public void acquire() throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter = new Waiter(task, waiters);
        synchronized (this) {
            if (permits > 0) {
                take();
                return;
            }
            waiters.add(waiter);
        }
        waiter.await("semaphore", this);
    }

    /// Takes a permit if there is one.
    public synchronized boolean tryAcquire() {
        if (permits == 0) {
            return false;
        }
        take();
        return true;
    }

    /// Gives a permit back, to the next waiter if there is one. From any thread.
    ///
    /// @throws IllegalStateException when that would exceed the maximum
    public synchronized void release() {
        Waiter next = waiters.poll();
        if (next != null) {
            next.grant();
            return;
        }
        if (permits == permitsMax) {
            throw new IllegalStateException(
                    "released more often than acquired: the maximum is " + permitsMax);
        }
        permits++;
        if (permits <= permitsAtFirst && counters != null) {
            counters.permits(-1);
        }
    }

    private void take() {
        permits--;
        if (permits < permitsAtFirst && counters != null) {
            counters.permits(1);
        }
    }

    /// Runs `body` holding a permit.
    public <R extends @Nullable Object, X extends Exception> R withPermit(Section<R, X> body)
            throws X, InterruptedException {
        acquire();
        try {
            return body.run();
        } finally {
            release();
        }
    }

    /// Returns the permits that are free.
    public synchronized int available() {
        return permits;
    }

    /// Returns how many tasks wait.
    public synchronized int waiting() {
        return waiters.size();
    }

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(permits, waiters.size());
    }
}
