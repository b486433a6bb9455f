package io.ipfskit.kit;

import io.ipfskit.anyio.Event;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

/// Holds the newest progress of one run and lets tasks wait for a newer one. Putting never blocks.
final class ProgressRelay {
    // Guarded by this.
    private @Nullable Progress newest;
    private long version;
    private boolean closed;
    private Event changed = new Event();

    /// A value with its number; numbers grow.
    record Versioned(Progress progress, long version) {}

    void put(Progress progress) {
        Event toWake;
        synchronized (this) {
            newest = progress;
            version++;
            toWake = changed;
            changed = new Event();
        }
        toWake.set();
    }

    synchronized @Nullable Progress newest() {
        return newest;
    }

    /// The newest value when it is newer than `seen`, else null. Never waits.
    synchronized @Nullable Versioned newerThan(long seen) {
        Progress progress = newest;
        return progress != null && version > seen ? new Versioned(progress, version) : null;
    }

    /// Waits for a value newer than `seen`; null when closed without one.
    @Nullable Versioned await(long seen) throws InterruptedException {
        while (true) {
            Event change;
            synchronized (this) {
                Versioned newer = newerThan(seen);
                if (newer != null || closed) {
                    return newer;
                }
                change = changed;
            }
            change.await();
        }
    }

    /// Waits for a value other than `seen`; null when closed with nothing else.
    @Nullable Progress awaitOther(@Nullable Progress seen) throws InterruptedException {
        while (true) {
            Event change;
            synchronized (this) {
                if (newest != null && !newest.equals(seen)) {
                    return newest;
                }
                if (closed) {
                    return null;
                }
                change = changed;
            }
            change.await();
        }
    }

    void close() {
        Event toWake;
        synchronized (this) {
            closed = true;
            toWake = changed;
        }
        toWake.set();
    }
}
