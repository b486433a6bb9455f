package io.ipfskit.anyio;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Virtual threads, `LockSupport.park`, one platform thread for timers, and three pools of platform
/// threads.
///
/// Helper threads are started by the timer thread, never by a task, so that they inherit nothing
/// from one.
final class ThreadsKernel implements Kernel {
    private static final long ORIGIN = System.nanoTime();
    private static final int IO_THREADS_MAX = 32;
    private static final int HELPER_THREADS_MAX = 1024;

    private final ScheduledThreadPoolExecutor timers;
    private final WorkerPool io;
    private final WorkerPool helpers;
    private final WorkerPool computers;
    private final SecureRandom random = new SecureRandom();

    ThreadsKernel() {
        timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("anyio-timer").factory());
        timers.setRemoveOnCancelPolicy(true);
        timers.prestartCoreThread();
        io = new WorkerPool("anyio-io", IO_THREADS_MAX, timers);
        helpers = new WorkerPool("anyio-helper", HELPER_THREADS_MAX, timers);
        computers =
                new WorkerPool("anyio-compute", Runtime.getRuntime().availableProcessors(), timers);
    }

    /// The clock outside any run; the runs of this backend use the same.
    static long clock() {
        return System.nanoTime() - ORIGIN;
    }

    @Override
    public Strand strand(String name, Runnable body) {
        return new VirtualStrand(
                Thread.ofVirtual()
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(body));
    }

    @Override
    public void park() {
        LockSupport.park();
    }

    @Override
    public void parkUntil(long nanos) {
        long left = nanos - now();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is promised
    public void relax() {
        Thread.yield();
    }

    @Override
    public long now() {
        return clock();
    }

    @Override
    public Instant wallClock() {
        return Instant.now();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Timer timer(long nanos, Runnable action) {
        ScheduledFuture<?> future = timers.schedule(action, nanos - now(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void io(Runnable job) {
        io.submit(job);
    }

    @Override
    public void helper(Runnable job) {
        helpers.submit(job);
    }

    @Override
    public void compute(Runnable job) {
        computers.submit(job);
    }

    @Override
    public int parallelism() {
        return computers.threadsMax();
    }

    @Override
    public int helperThreads() {
        return io.threads() + helpers.threads() + computers.threads();
    }

    @Override
    public void close() {
        io.close();
        helpers.close();
        computers.close();
        timers.shutdownNow();
    }

    private record VirtualStrand(Thread thread) implements Strand {
        @Override
        public void start() {
            thread.start();
        }

        @Override
        public void unpark() {
            LockSupport.unpark(thread);
        }
    }
}
