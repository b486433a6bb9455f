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

import java.util.concurrent.TimeUnit;

/// Items through one channel, by contender, capacity and the number of tasks at each end. The score
/// is the time of a whole invocation of `operations` items.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ItemBenchmark {
    /// Who runs it.
    @Param("threads")
    public String contender = "threads";

    /// Items in one invocation.
    @Param("100000")
    public int operations;

    /// Items the channel buffers, or `unbounded`.
    @Param({"0", "16", "unbounded"})
    public String capacity = "16";

    /// Senders and receivers, such as `4:1`.
    @Param({"1:1", "4:1", "4:4"})
    public String ends = "1:1";

    private Contender runner = new VirtualThreads();
    private Contender.Traffic traffic = new Contender.Traffic(0, 1, 1, 0);

    /// Makes the benchmark; JMH does.
    public ItemBenchmark() {}

    /// Finds the contender.
    @Setup
    public void find() throws ReflectiveOperationException {
        runner = Contender.named(contender);
        int colon = ends.indexOf(':');
        traffic =
                new Contender.Traffic(
                        capacity.equals("unbounded")
                                ? Contender.UNBOUNDED
                                : Integer.parseInt(capacity),
                        Integer.parseInt(ends.substring(0, colon)),
                        Integer.parseInt(ends.substring(colon + 1)),
                        operations);
    }

    /// An item from a sender to a receiver.
    @Benchmark
    public void item() throws Exception {
        runner.items(traffic);
    }
}
