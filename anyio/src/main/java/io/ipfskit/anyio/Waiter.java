package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// One wait of one task: the only place where tasks park.
///
/// A peer grants the wait under the monitor that guards the queue; the waiter, when cancelled,
/// leaves the queue under the same monitor. So exactly one of the two happens: what was granted is
/// never lost, what was cancelled is never granted.
final class Waiter implements Wait {
    private final Task<?> task;
    private final WaitQueue queue;
    private String what = "";
    private boolean isShielded;
    private volatile boolean granted;

    /// What travels with the wait: an item, or the answer of whoever granted it. Guarded by the
    /// monitor until granted.
    @Nullable Object item;

    /// The handle the wait came through. Guarded by the monitor.
    @Nullable Object handle;

    @Nullable Waiter previous;
    @Nullable Waiter next;
    boolean isQueued;

    Waiter(Task<?> task, WaitQueue queue) {
        this.task = task;
        this.queue = queue;
    }

    Task<?> task() {
        return task;
    }

    /// Ends the wait; called holding the monitor, after the waiter left the queue.
    void grant() {
        granted = true;
        task.unpark();
    }

    /// Parks until granted.
    ///
    /// @throws InterruptedException when cancelled, or interrupted outside any cancelled scope;
    ///   then not granted
    void await(String what, Object monitor) throws InterruptedException {
        awaitUntil(what, monitor, Long.MAX_VALUE);
    }

    /// Parks until granted (true) or until the time is over (false).
    boolean awaitUntil(String what, Object monitor, long deadline) throws InterruptedException {
        Kernel kernel = task.run().kernel();
        boolean interrupted = false;
        this.what = what;
        task.waiting(this);
        try {
            while (!granted) {
                CancelScope origin = task.scope().visible();
                interrupted |= Thread.interrupted();
                boolean foreign =
                        interrupted
                                && origin == null
                                && !ScopeChain.isWithinCancelled(task.scope());
                boolean late = deadline != Long.MAX_VALUE && kernel.now() >= deadline;
                if (origin != null || foreign || late) {
                    synchronized (monitor) {
                        if (granted) {
                            return true;
                        }
                        queue.remove(this);
                    }
                    if (origin != null) {
                        throw task.thread.cancelled(origin, interrupted);
                    }
                    if (foreign) {
                        interrupted = false;
                        throw new InterruptedException(
                                "task '" + task.name() + "' was interrupted from outside");
                    }
                    return false;
                }
                try {
                    task.park(deadline);
                } catch (RunAborted aborted) {
                    synchronized (monitor) {
                        if (granted) {
                            return true;
                        }
                        queue.remove(this);
                    }
                    throw aborted;
                }
            }
            return true;
        } finally {
            task.waiting(null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Parks until granted, whatever is cancelled meanwhile; an interrupt is kept for later.
    void awaitShielded(String what) {
        boolean interrupted = false;
        this.what = what;
        isShielded = true;
        task.waiting(this);
        while (!granted) {
            interrupted |= Thread.interrupted();
            if (!granted) {
                task.park(Long.MAX_VALUE);
            }
        }
        task.waiting(null);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public boolean isOver() {
        return granted || (!isShielded && task.scope().visible() != null);
    }
}
