package io.ipfskit.anyio;

import java.util.concurrent.atomic.LongAdder;

/// The numbers of one run.
final class Counters {
    private final LongAdder spawned = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder processes = new LongAdder();
    private final LongAdder openFiles = new LongAdder();
    private final LongAdder sockets = new LongAdder();
    private final LongAdder tokens = new LongAdder();

    void processes(int change) {
        processes.add(change);
    }

    void openFiles(int change) {
        openFiles.add(change);
    }

    void sockets(int change) {
        sockets.add(change);
    }

    void tokens(int change) {
        tokens.add(change);
    }

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
                helperThreads,
                processes.sum(),
                openFiles.sum(),
                sockets.sum(),
                tokens.sum());
    }
}
