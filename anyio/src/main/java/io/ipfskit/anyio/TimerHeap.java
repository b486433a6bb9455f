package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Timers of a cooperative kernel, by time and, at one time, in order of setting: a binary heap
/// whose entries know their place, so that cancelling one takes logarithmic time and leaves nothing
/// behind.
///
/// Besides, it keeps the alarm: the time at which whoever fires late timers will look again. It
/// moves only when an earlier timer comes, or when it was reached, so that timeouts that are set
/// and cancelled all the time wake nobody.
final class TimerHeap {
    static final long NEVER = Long.MAX_VALUE;

    /// One timer.
    final class Entry implements Kernel.Timer {
        private final long nanos;
        private final long sequence;
        private final Runnable action;
        private int index = -1;

        Entry(long nanos, long sequence, Runnable action) {
            this.nanos = nanos;
            this.sequence = sequence;
            this.action = action;
        }

        @Override
        public void cancel() {
            remove(this);
        }

        long nanos() {
            return nanos;
        }

        void fire() {
            action.run();
        }

        private boolean isBefore(Entry other) {
            return nanos != other.nanos ? nanos < other.nanos : sequence < other.sequence;
        }
    }

    // Guarded by this. Invariant: entries[0, size) is a heap, entries[i].index == i.
    private @Nullable Entry[] entries = new Entry[16];
    private int size;
    private long sequences;
    private long alarm = NEVER;

    /// Time of the first entry; written under the monitor, read by anybody.
    private volatile long next = NEVER;

    Entry add(long nanos, Runnable action) {
        synchronized (this) {
            Entry entry = new Entry(nanos, sequences++, action);
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            up(size++, entry);
            next = at(0).nanos;
            return entry;
        }
    }

    /// Takes the first entry if it is due.
    @Nullable Entry pollDue(long now) {
        if (next > now) {
            return null;
        }
        synchronized (this) {
            if (size == 0 || at(0).nanos > now) {
                return null;
            }
            Entry first = at(0);
            remove(first);
            return first;
        }
    }

    /// Runs the actions of timers that are due. From any thread.
    void fireDue(long now) {
        for (Entry due = pollDue(now); due != null; due = pollDue(now)) {
            due.fire();
        }
    }

    /// Time of the first timer, [#NEVER] when there is none.
    long next() {
        return next;
    }

    synchronized int size() {
        return size;
    }

    /// Returns whether `nanos` is before the alarm, and then sets the alarm to it.
    synchronized boolean isEarlier(long nanos) {
        if (nanos >= alarm) {
            return false;
        }
        alarm = nanos;
        return true;
    }

    /// The alarm, moved to the first timer when it was reached.
    synchronized long alarm(long now) {
        if (alarm <= now) {
            alarm = next;
        }
        return alarm;
    }

    private synchronized void remove(Entry entry) {
        int hole = entry.index;
        if (hole < 0) {
            return;
        }
        entry.index = -1;
        Entry last = at(--size);
        entries[size] = null;
        if (last != entry) {
            if (hole > 0 && last.isBefore(at((hole - 1) / 2))) {
                up(hole, last);
            } else {
                down(hole, last);
            }
        }
        next = size == 0 ? NEVER : at(0).nanos;
    }

    private void up(int hole, Entry entry) {
        int at = hole;
        while (at > 0) {
            Entry parent = at((at - 1) / 2);
            if (!entry.isBefore(parent)) {
                break;
            }
            put(at, parent);
            at = (at - 1) / 2;
        }
        put(at, entry);
    }

    private void down(int hole, Entry entry) {
        int at = hole;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (!at(child).isBefore(entry)) {
                break;
            }
            put(at, at(child));
            at = child;
        }
        put(at, entry);
    }

    private void put(int at, Entry entry) {
        entries[at] = entry;
        entry.index = at;
    }

    private Entry at(int index) {
        Entry entry = entries[index];
        if (entry == null) {
            throw new IllegalStateException("the heap has a hole at " + index);
        }
        return entry;
    }
}
