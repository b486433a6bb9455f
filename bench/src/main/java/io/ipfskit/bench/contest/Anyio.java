package io.ipfskit.bench.contest;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Instrument;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// `anyio` on one backend and engine.
final class Anyio implements Contender {
    private static final int WIDTH = 10;
    private static final int SLEEPS = 1_000;
    private static final Duration SETTLING = Duration.ofMillis(50);

    private static final String WATCHED = "+instrument";

    private final Backend backend;
    private final boolean isWatched;

    /// @param name backend and engine, with `+instrument` one that does nothing watches
    Anyio(String name) {
        isWatched = name.endsWith(WATCHED);
        backend =
                Backends.named(
                        isWatched ? name.substring(0, name.length() - WATCHED.length()) : name);
    }

    private RunOptions options() {
        RunOptions options = new RunOptions();
        return isWatched ? options.watchedBy(new Instrument() {}) : options;
    }

    @Override
    public void spawn(int tasks) throws InterruptedException {
        AnyIO.run(
                backend,
                options(),
                run -> {
                    for (int left = tasks; left > 0; left -= GROUP) {
                        TaskGroup.open(group -> {
                            for (int i = 0; i < GROUP; i++) {
                                int number = i;
                                group.fork(() -> number);
                            }
                            return GROUP;
                        });
                    }
                    return tasks;
                });
    }

    @Override
    public void yields(int yields) throws InterruptedException {
        inGroup(group -> {
            for (int t = 0; t < CROWD; t++) {
                group.fork(() -> {
                    for (int i = 0; i < yields / CROWD; i++) {
                        Checkpoint.now();
                    }
                    return yields;
                });
            }
        });
    }

    @Override
    public void items(Traffic traffic) throws InterruptedException {
        inGroup(group -> {
            Channel<Integer> channel = Channel.open(traffic.capacity());
            for (int s = 0; s < traffic.senders(); s++) {
                SendChannel<Integer> mine = channel.sender().copy();
                group.fork(() -> {
                    try (mine) {
                        for (int i = 0; i < traffic.items() / traffic.senders(); i++) {
                            mine.send(1);
                        }
                    }
                    return traffic;
                });
            }
            for (int r = 0; r < traffic.receivers(); r++) {
                ReceiveChannel<Integer> mine = channel.receiver().copy();
                group.fork(() -> {
                    int sum = 0;
                    try (mine) {
                        for (int i = 0; i < traffic.items() / traffic.receivers(); i++) {
                            sum += mine.receive();
                        }
                    }
                    return sum;
                });
            }
            channel.sender().close();
            channel.receiver().close();
        });
    }

    @Override
    public void handOvers(int handOvers) throws InterruptedException {
        inGroup(group -> {
            Lock lock = new Lock();
            lock.lock();
            for (int t = 0; t < CROWD; t++) {
                group.fork(() -> {
                    for (int i = 0; i < handOvers / CROWD; i++) {
                        lock.lock();
                        lock.unlock();
                    }
                    return handOvers;
                });
            }
            while (lock.waiting() < CROWD) {
                Checkpoint.now();
            }
            lock.unlock();
        });
    }

    @Override
    public void portalCalls(int calls) throws Exception {
        try (Portal portal = Portal.start(backend)) {
            for (int i = 0; i < calls; i++) {
                int number = i;
                portal.call(() -> number);
            }
        }
    }

    @Override
    public void requests(int requests, Runnable work) throws Exception {
        try (Portal portal = Portal.start(backend)) {
            List<Future<@Nullable Object>> burst = new ArrayList<>();
            for (int left = requests; left > 0; left -= GROUP) {
                for (int i = 0; i < GROUP; i++) {
                    burst.add(
                            portal.fork(
                                    "GET /",
                                    () ->
                                            CancelScope.run(scope -> {
                                                work.run();
                                                return scope;
                                            })));
                }
                for (Future<@Nullable Object> answer : burst) {
                    answer.get();
                }
                burst.clear();
            }
        }
    }

    @Override
    public void virtualTimers(int sleepers) throws InterruptedException {
        if (!backend.isSimulated()) {
            throw new UnsupportedOperationException(backend + " has no virtual time");
        }
        inGroup(group -> {
            for (int t = 0; t < sleepers; t++) {
                long nanos = 1_000_000L + 7_919L * t;
                group.fork(() -> {
                    for (int i = 0; i < SLEEPS; i++) {
                        Time.sleep(Duration.ofNanos(nanos));
                    }
                    return nanos;
                });
            }
        });
    }

    @Override
    public long cancelTree(int levels) throws InterruptedException {
        int leaves = Math.powExact(WIDTH, levels);
        AtomicInteger asleep = new AtomicInteger();
        return cancelled(leaves, asleep, group -> group.fork(() -> grow(levels, asleep)));
    }

    private static int grow(int levels, AtomicInteger asleep) throws InterruptedException {
        if (levels == 0) {
            asleep.incrementAndGet();
            Time.sleepForever();
            return 0;
        }
        return TaskGroup.open(group -> {
            for (int i = 0; i < WIDTH; i++) {
                group.fork(() -> grow(levels - 1, asleep));
            }
            return levels;
        });
    }

    @Override
    public long cancelSleepers(int sleepers) throws InterruptedException {
        AtomicInteger asleep = new AtomicInteger();
        return cancelled(
                sleepers,
                asleep,
                group -> {
                    for (int i = 0; i < sleepers; i++) {
                        group.fork(() -> grow(0, asleep));
                    }
                });
    }

    private long cancelled(int sleepers, AtomicInteger asleep, Filling filling)
            throws InterruptedException {
        return AnyIO.run(
                backend,
                options(),
                run -> {
                    long[] cancelledAt = new long[1];
                    TaskGroup.open(group -> {
                        filling.fill(group);
                        while (asleep.get() < sleepers) {
                            Checkpoint.now();
                        }
                        Time.sleep(SETTLING);
                        cancelledAt[0] = System.nanoTime();
                        group.cancel("measured");
                        return group;
                    });
                    return System.nanoTime() - cancelledAt[0];
                });
    }

    @Override
    public void park(int tasks, Runnable whileParked) throws InterruptedException {
        inGroup(group -> {
            Event gate = new Event();
            for (int i = 0; i < tasks; i++) {
                group.fork(() -> {
                    gate.await();
                    return tasks;
                });
            }
            while (gate.waiting() < tasks) {
                Time.sleep(SETTLING);
            }
            Time.sleep(SETTLING);
            whileParked.run();
            gate.set();
        });
    }

    private interface Filling {
        void fill(TaskGroup group) throws InterruptedException;
    }

    private void inGroup(Filling filling) throws InterruptedException {
        AnyIO.run(
                backend,
                options(),
                run ->
                        TaskGroup.open(group -> {
                            filling.fill(group);
                            return group.name();
                        }));
    }
}
