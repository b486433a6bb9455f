package io.ipfskit.bench;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.TaskGroup;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Forking a thousand tasks and waiting for them: a task group, and the JDK's executor of virtual
/// threads, which has neither cancellation nor a tree.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ForkBenchmark {
    private static final int TASKS = 1_000;

    /// A task group of `anyio`.
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int taskGroup() throws InterruptedException {
        return AnyIO.run(
                Backends.named("threads"),
                run ->
                        TaskGroup.open(group -> {
                            for (int i = 0; i < TASKS; i++) {
                                int number = i;
                                group.fork(() -> number);
                            }
                            return TASKS;
                        }));
    }

    /// The JDK's executor with a virtual thread per task.
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int virtualThreadExecutor() {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < TASKS; i++) {
                int number = i;
                var _ = executor.submit(() -> number);
            }
            return TASKS;
        }
    }
}
