package io.ipfskit.bench.rivals;

import io.ipfskit.bench.contest.Contender;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The JDK's `StructuredTaskScope`.
public final class StructuredTaskScopes implements Contender {
    private static final int WIDTH = 10;
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// Makes it; found by name.
    public StructuredTaskScopes() {}

    @Override
    public void spawn(int tasks) throws Exception {
        aside(() -> {
            for (int left = tasks; left > 0; left -= GROUP) {
                try (var scope = StructuredTaskScope.open()) {
                    for (int i = 0; i < GROUP; i++) {
                        int number = i;
                        scope.fork(() -> number);
                    }
                    scope.join();
                }
            }
            return tasks;
        });
    }

    @Override
    public long cancelTree(int levels) throws Exception {
        AtomicInteger asleep = new AtomicInteger();
        return cancelled(Math.powExact(WIDTH, levels), asleep, WIDTH, levels);
    }

    @Override
    public long cancelSleepers(int sleepers) throws Exception {
        return cancelled(sleepers, new AtomicInteger(), sleepers, 1);
    }

    /// The scope is cancelled by its first result, which a fork of its own delivers when all sleep.
    private static long cancelled(int sleepers, AtomicInteger asleep, int width, int levels)
            throws Exception {
        long[] at = new long[1];
        aside(() -> {
            try (var scope =
                    StructuredTaskScope.open(Joiner.<Integer>anySuccessfulResultOrThrow())) {
                scope.fork(() -> grow(width, levels, asleep));
                scope.fork(() -> {
                    while (asleep.get() < sleepers) {
                        LockSupport.parkNanos(1_000);
                    }
                    LockSupport.parkNanos(SETTLING_NANOS);
                    at[0] = System.nanoTime();
                    return 1;
                });
                scope.join();
            }
            at[0] = System.nanoTime() - at[0];
            return levels;
        });
        return at[0];
    }

    private static int grow(int width, int levels, AtomicInteger asleep)
            throws InterruptedException {
        if (levels == 0) {
            asleep.incrementAndGet();
            new CountDownLatch(1).await();
            return 0;
        }
        try (var scope = StructuredTaskScope.open()) {
            for (int i = 0; i < width; i++) {
                scope.fork(() -> grow(width, levels - 1, asleep));
            }
            scope.join();
        }
        return levels;
    }

    @Override
    public void park(int tasks, Runnable whileParked) throws Exception {
        aside(() -> {
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch arriving = new CountDownLatch(tasks);
            try (var scope = StructuredTaskScope.open()) {
                for (int i = 0; i < tasks; i++) {
                    scope.fork(() -> {
                        arriving.countDown();
                        gate.await();
                        return tasks;
                    });
                }
                arriving.await();
                LockSupport.parkNanos(SETTLING_NANOS);
                whileParked.run();
                gate.countDown();
                scope.join();
            }
            return tasks;
        });
    }

    interface Body {
        int run() throws Exception;
    }

    /// Runs the body on a virtual thread, as the other contenders do.
    static void aside(Body body) throws Exception {
        Throwable[] failure = new Throwable[1];
        Thread.startVirtualThread(
                        () -> {
                            try {
                                body.run();
                            } catch (Throwable t) {
                                failure[0] = t;
                            }
                        })
                .join();
        if (failure[0] != null) {
            throw new IllegalStateException(failure[0]);
        }
    }
}
