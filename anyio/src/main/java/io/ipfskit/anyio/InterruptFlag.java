package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// What the interrupt flag of one task's thread means.
///
/// anyio itself raises it only inside `Blocking.call(INTERRUPT)`. A flag that user code raises
/// after it was told of a cancellation (`catch (InterruptedException e) { interrupt(); }`) is part
/// of that cancellation and goes with it. A flag that was there before is somebody else's: it is
/// kept through the cancellation and comes out behind it.
final class InterruptFlag {
    private final Task<?> task;

    // Of the task's own thread.

    /// A cancelled scope that the task has been told of and has not left, null when there is none.
    private @Nullable CancelScope told;

    /// Whether somebody interrupted the thread before the task was told of the cancellation.
    private boolean isOwed;

    // Guarded by this.
    private boolean isInterruptible;
    private boolean wasRaised;

    InterruptFlag(Task<?> task) {
        this.task = task;
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
