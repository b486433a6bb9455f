package io.ipfskit.bench.rivals;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.structured.Scopes;

import io.ipfskit.bench.contest.Contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Jox: its channels between bare virtual threads, and its supervised scopes.
public final class Jox implements Contender {
    private static final int WIDTH = 10;
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// Makes it; found by name.
    public Jox() {}

    @Override
    public void spawn(int tasks) throws Exception {
        StructuredTaskScopes.aside(() -> {
            for (int left = tasks; left > 0; left -= GROUP) {
                Scopes.supervised(scope -> {
                    for (int i = 0; i < GROUP; i++) {
                        int number = i;
                        scope.forkUser(() -> number);
                    }
                    return GROUP;
                });
            }
            return tasks;
        });
    }

    @Override
    public void items(Traffic traffic) throws Exception {
        Channel<Integer> channel =
                switch (traffic.capacity()) {
                    case 0 -> Channel.newRendezvousChannel();
                    case UNBOUNDED -> Channel.newUnlimitedChannel();
                    default -> Channel.newBufferedChannel(traffic.capacity());
                };
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < traffic.senders(); s++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            for (int i = 0; i < traffic.items() / traffic.senders(); i++) {
                                channel.send(1);
                            }
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }));
        }
        for (int r = 0; r < traffic.receivers(); r++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            for (int i = 0; i < traffic.items() / traffic.receivers(); i++) {
                                channel.receive();
                            }
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public long cancelTree(int levels) throws Exception {
        return cancelled(Math.powExact(WIDTH, levels), WIDTH, levels);
    }

    @Override
    public long cancelSleepers(int sleepers) throws Exception {
        return cancelled(sleepers, sleepers, 1);
    }

    /// A supervised scope cancels its daemon forks when its body ends.
    private static long cancelled(int sleepers, int width, int levels) throws Exception {
        AtomicInteger asleep = new AtomicInteger();
        long[] at = new long[1];
        StructuredTaskScopes.aside(() -> {
            Scopes.supervised(scope -> {
                scope.fork(() -> grow(width, levels, asleep));
                while (asleep.get() < sleepers) {
                    LockSupport.parkNanos(1_000);
                }
                LockSupport.parkNanos(SETTLING_NANOS);
                at[0] = System.nanoTime();
                return levels;
            });
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
        return Scopes.supervised(scope -> {
            for (int i = 0; i < width; i++) {
                scope.forkUser(() -> grow(width, levels - 1, asleep));
            }
            return levels;
        });
    }

    @Override
    public void park(int tasks, Runnable whileParked) throws Exception {
        StructuredTaskScopes.aside(() -> {
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch arriving = new CountDownLatch(tasks);
            return Scopes.supervised(scope -> {
                for (int i = 0; i < tasks; i++) {
                    scope.forkUser(() -> {
                        arriving.countDown();
                        gate.await();
                        return tasks;
                    });
                }
                arriving.await();
                LockSupport.parkNanos(SETTLING_NANOS);
                whileParked.run();
                gate.countDown();
                return tasks;
            });
        });
    }
}
