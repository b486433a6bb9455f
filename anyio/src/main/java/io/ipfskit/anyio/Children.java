package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// The scopes right below one scope, linked through themselves, and how many tasks of its group
/// live.
///
/// It stands beside the scope, not in it: tasks ask their scopes all the time whether they are
/// cancelled, and would else fight for a cache line with whoever forks. For the same reason a task
/// that ends only counts itself out; the forking one unlinks those that ended, many at once.
final class Children {
    /// Ended tasks that may stay linked beyond as many as live, or stayed last time (services do),
    /// when the forking one looks.
    private static final int ENDED_MAX = 64;

    /// As many, when nobody forks and one that ends has to unlink them.
    private static final int ENDED_MAX_IDLE = 4_096;

    private static final VarHandle LIVE;

    static {
        try {
            LIVE = MethodHandles.lookup().findVarHandle(Children.class, "live", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /// Tasks that have not ended, services left out; grows only under this.
    private volatile int live;

    // Guarded by this.
    private int tasks;
    private int stayed;
    private @Nullable CancelScope first;

    /// Returns how many tasks have not ended.
    int live() {
        return live;
    }

    synchronized void link(CancelScope child) {
        child.next = first;
        if (first != null) {
            first.previous = child;
        }
        first = child;
    }

    /// Links the scope around a task, which counts as live when asked.
    synchronized void linkTask(CancelScope root, boolean counts) {
        link(root);
        tasks++;
        if (counts) {
            LIVE.getAndAdd(this, 1);
        }
        if (tasks > 2 * Math.max(live, stayed) + ENDED_MAX) {
            unlinkEnded();
        }
    }

    synchronized void unlink(CancelScope child) {
        if (child.previous != null) {
            child.previous.next = child.next;
        } else if (first == child) {
            first = child.next;
        }
        if (child.next != null) {
            child.next.previous = child.previous;
        }
        child.previous = null;
        child.next = null;
    }

    /// One task that counted has ended; returns how many are left.
    @SuppressWarnings("GuardedBy") // an old number does: it is looked at again
    int countOut() {
        int left = (int) LIVE.getAndAdd(this, -1) - 1;
        if (tasks > 2 * Math.max(left, stayed) + ENDED_MAX_IDLE) {
            unlinkEnded();
        }
        return left;
    }

    /// Unlinks the scopes of tasks that ended.
    synchronized void unlinkEnded() {
        for (CancelScope child = first; child != null; ) {
            CancelScope after = child.next;
            if (child.isTaskRoot() && child.isEnded()) {
                unlink(child);
                tasks--;
            }
            child = after;
        }
        stayed = tasks;
    }

    /// Returns those that have not ended.
    synchronized List<CancelScope> open() {
        List<CancelScope> all = new ArrayList<>();
        for (CancelScope child = first; child != null; child = child.next) {
            if (!child.isEnded()) {
                all.add(child);
            }
        }
        return all;
    }
}
