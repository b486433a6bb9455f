package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A bound on how many borrowers do something at once. Tokens are keyed by borrower: borrowing
/// twice, or giving back what was not borrowed, is an error. First come first served; grants never
/// exceed the total.
public final class CapacityLimiter {
    /// The state at one moment.
    ///
    /// @param total tokens there are
    /// @param borrowed tokens out
    /// @param waiting borrowers that wait
    public record Statistics(int total, int borrowed, int waiting) {}

    /// Answer to a waiter whose borrower got a token meanwhile, through another waiter.
    private static final Object REFUSED = new Object();

    private final WaitQueue waiters = new WaitQueue();

    // Guarded by this. A waiter's item is its borrower. Each borrower with the numbers of the run
    // that it borrowed in; the map is asked, never iterated.
    private final Map<Object, Counters> borrowers = new HashMap<>();
    private int total;

    /// Makes a limiter; a total of zero lets nobody through until it is raised.
    public CapacityLimiter(int total) {
        this.total = requireTotal(total);
    }

    /// Borrows a token for the calling task.
    ///
    /// @throws IllegalStateException when it has one already
    public void acquire() throws InterruptedException {
        acquire(Task.current());
    }

    /// Borrows a token for `borrower`.
    ///
    /// @throws IllegalStateException when it has one already
    public void acquire(Object borrower) throws InterruptedException {
        Objects.requireNonNull(borrower, "borrower");
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter = new Waiter(task, waiters);
        synchronized (this) {
            if (take(borrower, task.run().counters())) {
                return;
            }
            waiter.item = borrower;
            waiters.add(waiter);
        }
        Kernel kernel = task.run().kernel();
        long began = kernel.now();
        try {
            waiter.await("limiter", this);
        } finally {
            task.run().counters().waitedForLimiter(kernel.now() - began);
        }
        if (waiter.item == REFUSED) {
            throw twice(borrower);
        }
    }

    /// Borrows a token for the calling task if one is free.
    public boolean tryAcquire() {
        return tryAcquire(Task.current());
    }

    /// Borrows a token for `borrower` if one is free.
    public synchronized boolean tryAcquire(Object borrower) {
        Objects.requireNonNull(borrower, "borrower");
        return take(borrower, Run.ofCaller().counters());
    }

    /// Gives back the token of the calling task.
    ///
    /// @throws IllegalStateException when it has none
    public void release() {
        release(Task.current());
    }

    /// Gives back the token of `borrower`. From any thread.
    ///
    /// @throws IllegalStateException when it has none
    public synchronized void release(Object borrower) {
        Counters counters = borrowers.remove(borrower);
        if (counters == null) {
            throw new IllegalStateException(borrower + " holds no token of this limiter");
        }
        counters.tokens(-1);
        grant();
    }

    /// Runs `body` holding a token for the calling task.
    public <R extends @Nullable Object, X extends Exception> R withToken(Section<R, X> body)
            throws X, InterruptedException {
        acquire();
        try {
            return body.run();
        } finally {
            release();
        }
    }

    /// Changes the total; lowering it takes no token away, it only delays the next grants.
    public synchronized void setTotal(int total) {
        this.total = requireTotal(total);
        grant();
    }

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(total, borrowers.size(), waiters.size());
    }

    private boolean take(Object borrower, Counters counters) {
        if (borrowers.containsKey(borrower)) {
            throw twice(borrower);
        }
        if (borrowers.size() >= total || !waiters.isEmpty()) {
            return false;
        }
        borrow(borrower, counters);
        return true;
    }

    private void grant() {
        while (borrowers.size() < total) {
            Waiter next = waiters.poll();
            if (next == null || next.item == null) {
                return;
            }
            if (borrowers.containsKey(next.item)) {
                next.item = REFUSED;
            } else {
                borrow(next.item, next.task().run().counters());
            }
            next.grant();
        }
    }

    private void borrow(Object borrower, Counters counters) {
        borrowers.put(borrower, counters);
        counters.tokens(1);
    }

    private static IllegalStateException twice(Object borrower) {
        return new IllegalStateException(borrower + " holds a token of this limiter already");
    }

    private static int requireTotal(int total) {
        if (total < 0) {
            throw new IllegalArgumentException("the total must not be negative, was " + total);
        }
        return total;
    }
}
