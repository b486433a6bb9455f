package io.ipfskit.telemetry;

import io.ipfskit.anyio.NanosHistogram;
import io.ipfskit.anyio.RunStatistics;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// The numbers of runs of one engine, added up.
final class RunTally {
    private static final double NANOS_PER_SECOND = 1e9;

    /// Bounds of the buckets that are told: every second power of two from a microsecond on.
    private static final int FIRST_BOUND = 10;

    private static final int BOUND_STEP = 2;

    // By name of metric, and of the value of its last label.
    private final Map<String, Double> numbers = new TreeMap<>();
    private final Map<String, long[]> buckets = new TreeMap<>();
    private final Map<String, Double> sums = new TreeMap<>();

    RunTally() {}

    RunTally(RunTally other) {
        numbers.putAll(other.numbers);
        other.buckets.forEach((name, counts) -> buckets.put(name, counts.clone()));
        sums.putAll(other.sums);
    }

    /// Adds what `statistics` say to `row`.
    void add(RunRow row, RunStatistics statistics) {
        String name = row.info().name();
        switch (row) {
            case RunRow.Plain plain -> {
                OptionalDouble value = plain.reading().apply(statistics);
                if (value.isPresent()) {
                    numbers.merge(name, value.getAsDouble(), plain.together()::applyAsDouble);
                }
            }
            case RunRow.ByValue byValue ->
                    byValue.readings()
                            .forEach((value, reading) ->
                                    numbers.merge(
                                            name + '/' + value,
                                            reading.applyAsDouble(statistics),
                                            Double::sum));
            case RunRow.Durations durations -> {
                NanosHistogram told = durations.reading().apply(statistics);
                long[] counts =
                        buckets.computeIfAbsent(name, _ -> new long[NanosHistogram.BUCKETS]);
                for (int i = 0; i < counts.length; i++) {
                    counts[i] += told.buckets().get(i);
                }
                sums.merge(name, told.sumNanos() / NANOS_PER_SECOND, Double::sum);
            }
        }
    }

    /// The numbers of a counter or gauge, each with the labels behind `place`.
    Map<Labels, Double> numbers(RunRow row, Labels place) {
        Map<Labels, Double> told = new LinkedHashMap<>();
        String name = row.info().name();
        switch (row) {
            case RunRow.Plain _ -> {
                Double value = numbers.get(name);
                if (value != null) {
                    told.put(place, value);
                }
            }
            case RunRow.ByValue byValue -> {
                String label = byValue.info().labels().getLast();
                for (String value : byValue.readings().keySet()) {
                    told.put(
                            place.add(label, value), numbers.getOrDefault(name + '/' + value, 0.0));
                }
            }
            case RunRow.Durations _ ->
                    throw new IllegalArgumentException(name + " is no single number");
        }
        return told;
    }

    /// The durations of a row.
    HistogramSnapshot.HistogramDataPointSnapshot durations(RunRow row, Labels place) {
        long[] counts = buckets.getOrDefault(row.info().name(), new long[NanosHistogram.BUCKETS]);
        ClassicHistogramBuckets.Builder told = ClassicHistogramBuckets.builder();
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            boolean isLast = i == counts.length - 1;
            if (isLast || (i >= FIRST_BOUND && (i - FIRST_BOUND) % BOUND_STEP == 0)) {
                told.bucket(
                        isLast
                                ? Double.POSITIVE_INFINITY
                                : NanosHistogram.upperNanos(i) / NANOS_PER_SECOND,
                        below);
                below = 0;
            }
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(told.build())
                .sum(sums.getOrDefault(row.info().name(), 0.0))
                .labels(place)
                .build();
    }
}
