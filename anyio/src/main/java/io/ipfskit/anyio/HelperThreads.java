package io.ipfskit.anyio;

import java.util.concurrent.Executor;

/// The platform threads that one run lends out, in three pools: for file calls, for foreign calls
/// and for computing.
///
/// They are started by `starter`, which must be a platform thread and never a task, so that they
/// inherit nothing from one.
final class HelperThreads {
    private static final int IO_THREADS_MAX = 32;
    private static final int HELPER_THREADS_MAX = 1024;

    private final WorkerPool io;
    private final WorkerPool helpers;
    private final WorkerPool computers;

    HelperThreads(Executor starter) {
        io = new WorkerPool("anyio-io", IO_THREADS_MAX, starter);
        helpers = new WorkerPool("anyio-helper", HELPER_THREADS_MAX, starter);
        computers =
                new WorkerPool(
                        "anyio-compute", Runtime.getRuntime().availableProcessors(), starter);
    }

    void io(Runnable job) {
        io.submit(job);
    }

    void helper(Runnable job) {
        helpers.submit(job);
    }

    void compute(Runnable job) {
        computers.submit(job);
    }

    int parallelism() {
        return computers.threadsMax();
    }

    ThreadStatistics statistics(int timers) {
        return new ThreadStatistics(
                0, timers, io.threads(), helpers.threads(), computers.threads());
    }

    void close() {
        io.close();
        helpers.close();
        computers.close();
    }
}
