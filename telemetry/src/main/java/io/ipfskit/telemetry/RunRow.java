package io.ipfskit.telemetry;

import io.ipfskit.anyio.NanosHistogram;
import io.ipfskit.anyio.RunStatistics;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// One metric of runs: what it is, and what [RunStatistics] say to it.
sealed interface RunRow {
    MetricInfo info();

    /// One number, which some engines cannot tell.
    ///
    /// @param together makes one number of those of several runs
    record Plain(
            MetricInfo info,
            Function<RunStatistics, OptionalDouble> reading,
            DoubleBinaryOperator together)
            implements RunRow {}

    /// A number for each value of one more label, the last.
    record ByValue(MetricInfo info, Map<String, ToDoubleFunction<RunStatistics>> readings)
            implements RunRow {
        public ByValue {
            readings = new TreeMap<>(readings);
        }
    }

    /// Durations.
    record Durations(MetricInfo info, Function<RunStatistics, NanosHistogram> reading)
            implements RunRow {}

    static RunRow plain(MetricInfo info, ToDoubleFunction<RunStatistics> reading) {
        return new Plain(
                info,
                statistics -> OptionalDouble.of(reading.applyAsDouble(statistics)),
                Double::sum);
    }
}
