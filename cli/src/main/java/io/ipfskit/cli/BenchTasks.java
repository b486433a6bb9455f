package io.ipfskit.cli;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The parts of `runtime bench` that need nothing but anyio, each in a run of its own.
final class BenchTasks {
    private static final int BRANCHES = 8;
    private static final int DEPTH = 3;

    /// Tasks of one tree: fewer than backend `platform` allows at once.
    private static final int TREE_TASKS = 8 + 8 * 8 + 8 * 8 * 8;

    private static final int ITEMS = 2_000;
    private static final int CAPACITY = 16;
    private static final int SLEEPERS = 500;
    private static final int FILE_BYTES = 8 << 20;
    private static final int ECHOES = 200;
    private static final int ECHO_BYTES = 64;
    private static final int PIECE_BYTES = 64 << 10;

    private BenchTasks() {}

    /// One round of a workload.
    interface Round {
        void run() throws Exception;
    }

    /// Nanoseconds that one of the `parts` of a round takes: the mean over as many rounds as fit
    /// into `time`, after a quarter of it to warm up.
    static double nanos(Duration time, int parts, Round round) throws Exception {
        long warm = System.nanoTime() + time.toNanos() / 4;
        do {
            round.run();
        } while (System.nanoTime() < warm);
        long began = System.nanoTime();
        long rounds = 0;
        long took;
        do {
            round.run();
            rounds++;
            took = System.nanoTime() - began;
        } while (took < time.toNanos());
        return (double) took / rounds / parts;
    }

    /// Microseconds to fork and join one task of a tree.
    static double forkTree(Backend backend, Duration time) throws Exception {
        return AnyIO.<Double, Exception>run(
                backend,
                _ ->
                        nanos(
                                        time,
                                        TREE_TASKS,
                                        () -> {
                                            int tasks = tree(DEPTH);
                                            if (tasks != TREE_TASKS + 1) {
                                                throw new IllegalStateException(
                                                        "a tree of " + tasks + " tasks");
                                            }
                                        })
                                / 1e3);
    }

    private static int tree(int depth) throws InterruptedException {
        if (depth == 0) {
            return 1;
        }
        return TaskGroup.<Integer, RuntimeException>open(
                "bench tree",
                group -> {
                    List<Task<Integer>> children = new ArrayList<>(BRANCHES);
                    for (int i = 0; i < BRANCHES; i++) {
                        children.add(group.fork("bench node", () -> tree(depth - 1)));
                    }
                    int tasks = 1;
                    for (Task<Integer> child : children) {
                        tasks += child.join();
                    }
                    return tasks;
                });
    }

    /// Nanoseconds for one item to go from a producer through a stage to a consumer.
    static double channel(Backend backend, Duration time) throws Exception {
        return AnyIO.<Double, Exception>run(backend, _ -> nanos(time, ITEMS, BenchTasks::pipeline));
    }

    private static void pipeline() throws InterruptedException {
        Channel<Integer> first = Channel.open(CAPACITY);
        Channel<Integer> second = Channel.open(CAPACITY);
        long sum =
                TaskGroup.<Long, RuntimeException>open(
                        "bench pipeline",
                        group -> {
                            group.fork(
                                    "bench producer",
                                    () -> {
                                        for (int i = 0; i < ITEMS; i++) {
                                            first.sender().send(i);
                                        }
                                        first.sender().close();
                                        return 0;
                                    });
                            group.fork(
                                    "bench stage",
                                    () -> {
                                        first.receiver().forEach(i -> second.sender().send(i + 1));
                                        second.sender().close();
                                        return 0;
                                    });
                            long[] total = {0};
                            second.receiver().forEach(i -> total[0] += i);
                            return total[0];
                        });
        if (sum != (long) ITEMS * (ITEMS + 1) / 2) {
            throw new IllegalStateException("an item was lost: the sum is " + sum);
        }
    }

    /// Microseconds to fork, park, cancel and end one task.
    static double cancelStorm(Backend backend, Duration time) throws Exception {
        return AnyIO.<Double, Exception>run(
                backend, _ -> nanos(time, SLEEPERS, BenchTasks::storm) / 1e3);
    }

    private static void storm() throws InterruptedException {
        AtomicInteger awake = new AtomicInteger(SLEEPERS);
        Event asleep = new Event();
        AtomicInteger ended = new AtomicInteger();
        TaskGroup.<Integer, RuntimeException>open(
                "bench storm",
                group -> {
                    for (int i = 0; i < SLEEPERS; i++) {
                        group.fork(
                                "bench sleeper",
                                () -> {
                                    if (awake.decrementAndGet() == 0) {
                                        asleep.set();
                                    }
                                    try {
                                        Time.sleepForever();
                                    } finally {
                                        ended.incrementAndGet();
                                    }
                                    return 0;
                                });
                    }
                    asleep.await();
                    group.cancel("the storm");
                    return 0;
                });
        if (ended.get() != SLEEPERS) {
            throw new IllegalStateException(ended + " of " + SLEEPERS + " tasks ended");
        }
    }

    /// Round trips per second of 64 bytes over one TCP connection on the loopback device.
    static double echoes(Backend backend, Duration time) throws Exception {
        double nanos =
                AnyIO.<Double, Exception>run(
                        backend,
                        _ -> {
                            Network network = Network.real();
                            try (Listener listener = network.listen(Address.of("127.0.0.1", 0));
                                    ByteStream near = network.dial(listener.address());
                                    ByteStream far = listener.accept()) {
                                return TaskGroup.<Double, Exception>open(
                                        "bench echo",
                                        group -> {
                                            group.forkService("bench server", () -> echo(far));
                                            return nanos(time, ECHOES, () -> call(near));
                                        });
                            }
                        });
        return 1e9 / nanos;
    }

    private static int echo(ByteStream stream) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(ECHO_BYTES);
        while (stream.receive(buffer.clear()) >= 0) {
            stream.send(buffer.flip());
        }
        return 0;
    }

    private static void call(ByteStream stream) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(ECHO_BYTES);
        for (int i = 0; i < ECHOES; i++) {
            stream.send(buffer.clear());
            buffer.clear();
            while (buffer.hasRemaining()) {
                if (stream.receive(buffer) < 0) {
                    throw new IOException("the echo ended");
                }
            }
        }
    }

    /// MiB per second of a file that is written, forced and read back.
    static double fileIo(Backend backend, Duration time, Path file) throws Exception {
        double nanosPerByte =
                AnyIO.<Double, Exception>run(
                        backend, _ -> nanos(time, 2 * FILE_BYTES, () -> writeAndRead(file)));
        return 1e9 / nanosPerByte / (1 << 20);
    }

    private static void writeAndRead(Path path) throws Exception {
        Disk disk = Disk.real();
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
        DiskFile written = disk.open(path, OpenMode.readWrite().create().truncate());
        try {
            for (int at = 0; at < FILE_BYTES; at += PIECE_BYTES) {
                written.write(piece.clear(), at);
            }
            written.force(true);
        } finally {
            written.close();
        }
        DiskFile read = disk.open(path, OpenMode.read());
        try {
            for (int at = 0; at < FILE_BYTES; at += PIECE_BYTES) {
                read.readFully(piece.clear(), at);
            }
        } finally {
            read.close();
        }
    }
}
