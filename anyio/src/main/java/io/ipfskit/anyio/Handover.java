package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// A piece of work handed to a helper thread, and the task that waits for it.
///
/// State: QUEUED, then RUNNING, then DONE; a cancelled waiter turns QUEUED or RUNNING into
/// ABANDONED. Whoever reaches a state first decides, so that abandoned work that was still queued
/// never runs.
final class Handover<R extends @Nullable Object, X extends Exception> implements Runnable {
    private enum State {
        QUEUED,
        RUNNING,
        DONE,
        ABANDONED
    }

    private final ForeignCall call;
    private final Work<R, X> work;
    private final @Nullable Consumer<R> commit;
    private final @Nullable Runnable release;
    private final WaitQueue queue = new WaitQueue();
    private final Waiter waiter;

    // Guarded by this.
    private State state = State.QUEUED;
    private @Nullable R result;
    private @Nullable Throwable failure;

    private Handover(
            Task<?> task,
            Work<R, X> work,
            @Nullable Consumer<R> commit,
            @Nullable Runnable release) {
        this.call = ForeignCall.of(task);
        ContextBridges bridges = task.run().bridges;
        this.work = bridges == null ? work : bridges.carry(work);
        this.commit = commit;
        this.release = release;
        this.waiter = new Waiter(task, queue);
        queue.add(waiter);
    }

    /// Hands `work` over; `release` runs when it really ended, or will never run.
    static <R extends @Nullable Object, X extends Exception> Handover<R, X> start(
            Task<?> task, Work<R, X> work, @Nullable Runnable release, Consumer<Runnable> pool) {
        return start(task, work, null, release, pool);
    }

    /// As above; `commit` runs on the helper thread with the result, if and only if the caller
    /// still waits.
    static <R extends @Nullable Object, X extends Exception> Handover<R, X> start(
            Task<?> task,
            Work<R, X> work,
            @Nullable Consumer<R> commit,
            @Nullable Runnable release,
            Consumer<Runnable> pool) {
        Handover<R, X> handover = new Handover<>(task, work, commit, release);
        try {
            pool.accept(handover);
        } catch (Throwable refused) {
            handover.release();
            throw refused;
        }
        return handover;
    }

    @Override
    public void run() {
        synchronized (this) {
            if (state == State.ABANDONED) {
                return;
            }
            state = State.RUNNING;
        }
        R value = null;
        Throwable thrown = null;
        call.task().helper(Thread.currentThread());
        try {
            value = ScopedValue.where(ForeignCall.CURRENT, call).call(work::run);
        } catch (Throwable t) {
            thrown = t;
        } finally {
            call.task().helper(null);
        }
        release();
        synchronized (this) {
            if (state == State.RUNNING) {
                if (commit != null && thrown == null) {
                    thrown = commit(commit, value);
                }
                state = State.DONE;
                result = value;
                failure = thrown;
                queue.remove(waiter);
                waiter.grant();
            }
        }
    }

    /// Fails the work, for which there is no thread; no effect once it runs or was abandoned.
    void refuse(RejectedExecutionException why) {
        synchronized (this) {
            if (state != State.QUEUED) {
                return;
            }
            state = State.DONE;
            failure = why;
            queue.remove(waiter);
            waiter.grant();
        }
        release();
    }

    /// Waits for the end; a cancelled caller leaves at once.
    R awaitOrAbandon(String what) throws X, InterruptedException {
        try {
            waiter.await(what, this);
        } catch (InterruptedException cancelled) {
            abandon(true);
            throw cancelled;
        }
        return conclude();
    }

    /// Waits for the end; a cancelled caller leaves while the work is queued, and waits once it
    /// runs.
    R awaitUnlessQueued(String what) throws X, InterruptedException {
        try {
            waiter.await(what, this);
        } catch (InterruptedException cancelled) {
            if (abandon(false)) {
                throw cancelled;
            }
            synchronized (this) {
                if (state != State.DONE) {
                    queue.add(waiter);
                }
            }
            waiter.awaitShielded(what);
            if (!(cancelled instanceof Cancelled)) {
                Thread.currentThread()
                        .interrupt(); // a foreign interrupt is for the caller's next wait
            }
        }
        return conclude();
    }

    /// Waits for the end, whatever is cancelled.
    R awaitEnd(String what) throws X {
        waiter.awaitShielded(what);
        return conclude();
    }

    @SuppressWarnings("NullAway") // the value is what the work returned
    private static <R extends @Nullable Object> @Nullable Throwable commit(
            Consumer<R> commit, @Nullable R value) {
        try {
            commit.accept(value);
            return null;
        } catch (Throwable refused) {
            return refused;
        }
    }

    synchronized boolean isAbandoned() {
        return state == State.ABANDONED;
    }

    private boolean abandon(boolean alsoRunning) {
        synchronized (this) {
            boolean queued = state == State.QUEUED;
            if (!queued && !alsoRunning) {
                return false;
            }
            state = State.ABANDONED;
            if (!queued) {
                return true;
            }
        }
        release();
        return true;
    }

    private void release() {
        if (release != null) {
            release.run();
        }
    }

    @SuppressWarnings(
            "NullAway") // done without a failure: the result is exactly what the work returned
    private synchronized R conclude() throws X {
        if (failure != null) {
            throw Sneaky.<X>as(failure);
        }
        return result;
    }
}
