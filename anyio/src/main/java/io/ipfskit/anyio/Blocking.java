package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Leaves the runtime for a foreign call that blocks: a database, a native library, name
/// resolution.
///
/// Inside the call [#checkCancelled()] tells whether the caller was cancelled; nothing else of
/// anyio may block there.
public final class Blocking {
    private static final Wait CALL = new Wait.Plain("blocking call");

    private Blocking() {}

    /// Calls `work`; cancellation waits for it.
    public static <R extends @Nullable Object, X extends Exception> R call(Work<R, X> work)
            throws X, InterruptedException {
        return call(work, OnCancel.WAIT);
    }

    /// Calls `work`.
    public static <R extends @Nullable Object, X extends Exception> R call(
            Work<R, X> work, OnCancel onCancel) throws X, InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        return run(task, work, onCancel, null);
    }

    /// Calls `work` holding a token of the limiter; the token comes back when the call really
    /// ended.
    public static <R extends @Nullable Object, X extends Exception> R call(
            Work<R, X> work, CapacityLimiter limiter, OnCancel onCancel)
            throws X, InterruptedException {
        Task<?> task = Task.current();
        Object borrower = new Object();
        limiter.acquire(borrower);
        return run(task, work, onCancel, () -> limiter.release(borrower));
    }

    /// Calls native code, which would pin a virtual thread, on a helper thread of the run;
    /// cancellation waits for it.
    public static <R extends @Nullable Object, X extends Exception> R callNative(Work<R, X> work)
            throws X, InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        return Handover.start(task, work, null, task.run().kernel()::helper)
                .awaitEnd("native call");
    }

    /// From inside a blocking call: throws when its caller was cancelled.
    ///
    /// @throws Cancelled when the caller's scope is cancelled
    /// @throws IllegalStateException outside a task and its calls
    public static void checkCancelled() throws InterruptedException {
        CancelScope origin =
                ForeignCall.CURRENT.isBound()
                        ? ForeignCall.CURRENT.get().scope().visible()
                        : Task.current().scope().visible();
        if (origin != null) {
            throw new Cancelled(origin);
        }
    }

    /// Returns whether the calling thread is inside a foreign call of a task, where it may block by
    /// itself and where nothing of anyio may wait.
    public static boolean isInside() {
        if (ForeignCall.CURRENT.isBound()) {
            return true;
        }
        Task<?> task = Task.currentOrNull();
        return task != null && task.isWaitingFor(CALL);
    }

    private static <R extends @Nullable Object, X extends Exception> R run(
            Task<?> task, Work<R, X> work, OnCancel onCancel, @Nullable Runnable release)
            throws X, InterruptedException {
        Objects.requireNonNull(work, "work");
        if (onCancel == OnCancel.ABANDON) {
            return Handover.start(task, work, release, task.run().kernel()::helper)
                    .awaitOrAbandon("blocking call");
        }
        task.waiting(CALL);
        leave(task);
        try {
            if (onCancel == OnCancel.WAIT) {
                return work.run();
            }
            task.thread.beginInterruptible();
            try {
                return work.run();
            } finally {
                task.thread.endInterruptible();
            }
        } finally {
            if (release != null) {
                release.run();
            }
            rejoin(task);
            task.waiting(null);
        }
    }

    private static void leave(Task<?> task) {
        task.stepsUntold = Counters.step(task.run(), task.stepsUntold);
        Instruments watchers = task.run().instruments;
        if (watchers != null) {
            watchers.afterStep(task);
        }
        task.run().kernel().leave();
    }

    private static void rejoin(Task<?> task) {
        Instruments watchers = task.run().instruments;
        if (watchers != null) {
            watchers.scheduled(task);
        }
        task.run().kernel().rejoin();
        if (watchers != null) {
            watchers.beforeStep(task);
        }
    }
}
