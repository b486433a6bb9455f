package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// The thread of one task: the way from it back to the task, and what its interrupt flag means.
///
/// It is the thread's handler of uncaught exceptions, by which a task is found. A scoped value
/// would cost each waiting task 200 bytes: its binding, and the JDK's cache of it, which a parked
/// thread keeps.
///
/// anyio itself raises the flag only inside `Blocking.call(INTERRUPT)`. A flag that user code
/// raises after it was told of a cancellation (`catch (InterruptedException e) { interrupt(); }`)
/// is part of that cancellation and goes with it. A flag that was there before is somebody else's:
/// it is kept through the cancellation and comes out behind it.
final class TaskThread implements Runnable, Thread.UncaughtExceptionHandler {
    private final Task<?> task;

    // Of the task's own thread.

    /// A cancelled scope that the task has been told of and has not left, null when there is none.
    private @Nullable CancelScope told;

    /// Whether somebody interrupted the thread before the task was told of the cancellation.
    private boolean isOwed;

    // Guarded by this.
    private boolean isInterruptible;
    private boolean wasRaised;

    TaskThread(Task<?> task) {
        this.task = task;
    }

    /// Returns the task of the calling thread, null when it is none.
    static @Nullable Task<?> currentTask() {
        return Thread.currentThread().getUncaughtExceptionHandler() instanceof TaskThread mine
                ? mine.task
                : null;
    }

    /// The whole life of the task.
    @Override
    public void run() {
        Thread me = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = me.getUncaughtExceptionHandler();
        me.setUncaughtExceptionHandler(this);
        try {
            task.live();
        } finally {
            me.setUncaughtExceptionHandler(before);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        thread.getThreadGroup().uncaughtException(thread, failure);
    }

    /// The task is told that `origin` is cancelled, with the flag up or not.
    Cancelled cancelled(CancelScope origin, boolean interrupted) {
        if (told == null) {
            told = origin;
            isOwed |= interrupted;
        }
        return new Cancelled(origin);
    }

    /// The task leaves a cancelled scope of its own, into `outer`.
    void leftCancelled(CancelScope outer) {
        if (told == null) {
            return; // it never noticed: whatever the flag means, it is not this
        }
        Thread.interrupted();
        told = outer.visible();
        if (told == null && isOwed) {
            isOwed = false;
            Thread.currentThread().interrupt();
        }
    }

    /// Raises the flag if the task is where cancellation may do so, and only once. From any thread.
    synchronized void raiseIfInterruptible() {
        Thread thread = task.strand().thread();
        if (isInterruptible && !wasRaised && thread != null && task.scope().visible() != null) {
            wasRaised = true;
            thread.interrupt();
        }
    }

    /// Lets cancellation raise the flag, until [#endInterruptible()].
    void beginInterruptible() {
        synchronized (this) {
            isInterruptible = true;
            wasRaised = false;
        }
        raiseIfInterruptible();
    }

    /// Ends the stretch and clears the flag if it was anyio that raised it.
    void endInterruptible() {
        synchronized (this) {
            isInterruptible = false;
            if (!wasRaised) {
                return;
            }
        }
        Thread.interrupted();
        if (told == null) {
            told = task.scope().visible();
        }
    }
}
