package io.ipfskit.bench;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.TaskGroup;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A hundred thousand items from one task to another through a buffer of sixteen: our channel, and
/// the JDK's bounded queue between two virtual threads.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChannelBenchmark {
    private static final int ITEMS = 100_000;
    private static final int BUFFER = 16;

    /// A channel of `anyio`.
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long channel() throws InterruptedException {
        return AnyIO.run(
                Backends.named("threads"),
                run ->
                        TaskGroup.open(group -> {
                            Channel<Integer> channel = Channel.open(BUFFER);
                            group.fork(() -> {
                                try (var sender = channel.sender()) {
                                    for (int i = 0; i < ITEMS; i++) {
                                        sender.send(i);
                                    }
                                }
                                return ITEMS;
                            });
                            long[] sum = new long[1];
                            channel.receiver().forEach(item -> sum[0] += item);
                            return sum[0];
                        }));
    }

    /// The JDK's bounded queue.
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long arrayBlockingQueue() throws InterruptedException {
        ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(BUFFER);
        Thread sender =
                Thread.startVirtualThread(() -> {
                    try {
                        for (int i = 0; i < ITEMS; i++) {
                            queue.put(i);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        long[] sum = new long[1];
        Thread receiver =
                Thread.startVirtualThread(() -> {
                    try {
                        for (int i = 0; i < ITEMS; i++) {
                            sum[0] += queue.take();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        sender.join();
        receiver.join();
        return sum[0];
    }
}
