package io.ipfskit.anyio;

import java.util.concurrent.atomic.LongAdder;

/// The numbers of one run.
final class Counters {
    private final LongAdder spawned = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();

    void spawned() {
        spawned.increment();
    }

    /// Takes a [#spawned()] back: the backend had no room.
    void refused() {
        spawned.decrement();
    }

    void ended(TaskState state) {
        switch (state) {
            case DONE -> done.increment();
            case FAILED -> failed.increment();
            case CANCELLED -> cancelled.increment();
            case LIVE -> throw new IllegalArgumentException("a live task has not ended");
        }
    }

    RunStatistics snapshot(int timers, int helperThreads) {
        long ended = done.sum() + failed.sum() + cancelled.sum();
        long started = Math.max(spawned.sum(), ended);
        return new RunStatistics(
                started,
                started - ended,
                done.sum(),
                failed.sum(),
                cancelled.sum(),
                timers,
                helperThreads);
    }
}
