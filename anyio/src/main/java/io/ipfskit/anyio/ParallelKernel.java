package io.ipfskit.anyio;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// What the kernels share whose strands run in parallel on threads of their own: real clock,
/// `LockSupport.park`, one platform thread for timers, helper threads.
abstract class ParallelKernel implements Kernel {
    private final ScheduledThreadPoolExecutor timers;
    private final HelperThreads helpers;
    private final SecureRandom random = new SecureRandom();

    ParallelKernel() {
        timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("anyio-timer").factory());
        timers.setRemoveOnCancelPolicy(true);
        timers.prestartCoreThread();
        helpers = new HelperThreads(timers);
    }

    /// The platform thread that starts threads for tasks and helpers.
    final void startFromPlatformThread(Runnable start) {
        timers.execute(start);
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
        return MonotonicClock.now();
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
        helpers.io(job);
    }

    @Override
    public void helper(Runnable job) {
        helpers.helper(job);
    }

    @Override
    public void compute(Runnable job) {
        helpers.compute(job);
    }

    @Override
    public int parallelism() {
        return helpers.parallelism();
    }

    @Override
    public int timers() {
        int set = 0;
        for (Runnable queued : timers.getQueue()) {
            // what is only to start a thread has no delay
            if (queued instanceof Delayed timer && timer.getDelay(TimeUnit.NANOSECONDS) > 0) {
                set++;
            }
        }
        return set;
    }

    @Override
    public ThreadStatistics threadStatistics() {
        return helpers.statistics(1);
    }

    @Override
    public void close() {
        helpers.close();
        timers.shutdownNow();
    }
}
