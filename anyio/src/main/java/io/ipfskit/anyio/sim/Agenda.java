package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Kernel;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.TreeSet;

/// What is going to happen in the world, by time and, at one time, in order of setting.
///
/// Guarded by the world's monitor, which actions hold too: they are short and wait for nothing.
/// Whoever looks at the world first lets happen what is due ([#catchUp]), each thing at its own
/// time. So a timer of the run is needed only while a task waits for the world ([#await]); when
/// nobody does, time passes it by and nothing is left behind.
final class Agenda {
    /// One thing that happens once.
    static final class Entry {
        private final long nanos;
        private final long sequence;
        private final Runnable action;

        private Entry(long nanos, long sequence, Runnable action) {
            this.nanos = nanos;
            this.sequence = sequence;
            this.action = action;
        }
    }

    private final Object world;
    private final Kernel kernel;
    private final TreeSet<Entry> entries =
            new TreeSet<>(
                    Comparator.<Entry>comparingLong(entry -> entry.nanos)
                            .thenComparingLong(entry -> entry.sequence));
    private long sequences;
    private long now;
    private boolean isHappening;
    private int waiting;
    private Kernel.@Nullable Timer timer;
    private long timerAt;
    private long timers;

    Agenda(Object world, Kernel kernel) {
        this.world = world;
        this.kernel = kernel;
        now = kernel.now();
    }

    /// The time of what happens now.
    long now() {
        return now;
    }

    /// Has `action` happen at that time, or at once when the time has passed.
    Entry at(long nanos, Runnable action) {
        Entry entry = new Entry(Math.max(nanos, now), sequences++, action);
        entries.add(entry);
        if (!isHappening) {
            arm();
        }
        return entry;
    }

    /// As [#at] that many nanoseconds from now.
    Entry after(long nanos, Runnable action) {
        return at(now + nanos, action);
    }

    /// Forgets what has not happened yet.
    void cancel(@Nullable Entry entry) {
        if (entry != null) {
            entries.remove(entry);
        }
    }

    /// Lets everything happen that is due.
    void catchUp() {
        long until = kernel.now();
        isHappening = true;
        while (!entries.isEmpty() && entries.first().nanos <= until) {
            Entry due = entries.first();
            entries.remove(due);
            now = due.nanos;
            due.action.run();
        }
        isHappening = false;
        now = until;
        arm();
    }

    /// Waits for something in the world; called without the monitor.
    void await(Event event) throws InterruptedException {
        synchronized (world) {
            waiting++;
            arm();
        }
        try {
            event.await();
        } finally {
            synchronized (world) {
                waiting--;
                arm();
            }
        }
    }

    /// Sets the timer to what happens next, or none when nobody waits.
    private void arm() {
        long next = waiting == 0 || entries.isEmpty() ? Long.MAX_VALUE : entries.first().nanos;
        if (timer != null) {
            if (timerAt == next) {
                return;
            }
            timer.cancel();
            timer = null;
        }
        if (next != Long.MAX_VALUE) {
            timerAt = next;
            long number = ++timers;
            timer = kernel.timer(next, () -> ring(number));
        }
    }

    /// A timer went off, perhaps while another was set in its place.
    private void ring(long number) {
        synchronized (world) {
            if (number == timers) {
                timer = null;
            }
            catchUp();
        }
    }
}
