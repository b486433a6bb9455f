package io.ipfskit.bench.contest;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;

/// Tasks, yields, locks, calls from outside and virtual timers, by contender. The score is the time
/// of a whole invocation; it contains `operations` operations and one start of the runtime.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ContestBenchmark {
    private static final byte[] BLOCK = new byte[16 * 1024];

    /// Who runs it.
    @Param("threads")
    public String contender = "threads";

    /// Operations in one invocation.
    @Param("100000")
    public int operations;

    private Contender runner = new VirtualThreads();

    /// Makes the benchmark; JMH does.
    public ContestBenchmark() {}

    /// Finds the contender.
    @Setup
    public void find() throws ReflectiveOperationException {
        runner = Contender.named(contender);
    }

    /// A task that does nothing, started and waited for in a group of a thousand.
    @Benchmark
    public void spawn() throws Exception {
        runner.spawn(operations);
    }

    /// One of four tasks lets the others run.
    @Benchmark
    public void yields() throws Exception {
        runner.yields(operations);
    }

    /// A lock that four tasks want goes to the next of them.
    @Benchmark
    public void lock() throws Exception {
        runner.handOvers(operations);
    }

    /// A thread outside calls in and waits for the answer.
    @Benchmark
    public void portal() throws Exception {
        runner.portalCalls(operations);
    }

    /// A request that hashes 16 KiB, submitted from outside as a task of its own.
    @Benchmark
    public void request() throws Exception {
        runner.requests(operations, ContestBenchmark::work);
    }

    /// A sleep of one of a thousand tasks on the virtual clock.
    @Benchmark
    public void timers() throws Exception {
        runner.virtualTimers(operations / 1_000);
    }

    static byte[] work() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(BLOCK);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
