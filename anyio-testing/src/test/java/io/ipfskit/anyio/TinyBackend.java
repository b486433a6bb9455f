package io.ipfskit.anyio;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// A backend that somebody else could have written: found by `ServiceLoader`, written on the public
/// SPI alone. The whole suite runs on it.
public final class TinyBackend implements Backend {
    /// For the service loader.
    public TinyBackend() {}

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public String engine() {
        return "tiny";
    }

    @Override
    public Kernel open() {
        return new TinyKernel();
    }

    @Override
    public String toString() {
        return "tiny";
    }

    private static final class TinyKernel implements Kernel {
        private final long origin = System.nanoTime();
        private final SecureRandom random = new SecureRandom();
        private final AtomicInteger timersSet = new AtomicInteger();
        private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
        private final ExecutorService helpers = Executors.newCachedThreadPool();
        private final ExecutorService computers =
                Executors.newFixedThreadPool(
                        2, Thread.ofPlatform().name("anyio-compute").factory());

        @Override
        public Strand strand(String name, Runnable body) {
            Thread thread = Thread.ofVirtual().name(name).unstarted(body);
            return new Strand() {
                @Override
                public void start() {
                    thread.start();
                }

                @Override
                public void unpark() {
                    LockSupport.unpark(thread);
                }

                @Override
                public Thread thread() {
                    return thread;
                }
            };
        }

        @Override
        public void park() {
            LockSupport.park();
        }

        @Override
        public void parkUntil(long nanos) {
            LockSupport.parkNanos(nanos - now());
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // a hint
        public void relax() {
            Thread.yield();
        }

        @Override
        public long now() {
            return System.nanoTime() - origin;
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
            AtomicBoolean over = new AtomicBoolean();
            timersSet.incrementAndGet();
            ScheduledFuture<?> future =
                    timers.schedule(
                            () -> {
                                if (over.compareAndSet(false, true)) {
                                    timersSet.decrementAndGet();
                                    action.run();
                                }
                            },
                            nanos - now(),
                            TimeUnit.NANOSECONDS);
            return () -> {
                if (over.compareAndSet(false, true)) {
                    timersSet.decrementAndGet();
                    future.cancel(false);
                }
            };
        }

        @Override
        public void io(Runnable job) {
            helpers.execute(job);
        }

        @Override
        public void helper(Runnable job) {
            helpers.execute(job);
        }

        @Override
        public void compute(Runnable job) {
            computers.execute(job);
        }

        @Override
        public int parallelism() {
            return 2;
        }

        @Override
        public int timers() {
            return timersSet.get();
        }

        @Override
        public int helperThreads() {
            return 0;
        }

        @Override
        public void close() {
            timers.shutdownNow();
            helpers.shutdown();
            computers.shutdown();
        }
    }
}
