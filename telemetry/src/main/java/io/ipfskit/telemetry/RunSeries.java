package io.ipfskit.telemetry;

import static io.ipfskit.telemetry.MetricInfo.counter;
import static io.ipfskit.telemetry.MetricInfo.gauge;

import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.RunStatistics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The numbers of the watched runs, by backend and engine: read from [Run#statistics()] at each
/// scrape, so that a run does nothing for it. Counters of a run that ended stay counted.
final class RunSeries implements MultiCollector {
    private static final String[] LABELS = {"backend", "engine"};

    /// What is told of a run, and what a run says to it.
    private sealed interface Row {
        MetricInfo info();

        record Plain(MetricInfo info, Reading reading) implements Row {}

        /// One more label, and a reading for each of its values.
        record ByValue(MetricInfo info, Map<String, Reading> readings) implements Row {}
    }

    private interface Reading {
        double of(RunStatistics statistics);
    }

    private static final List<Row> ROWS =
            List.of(
                    new Row.Plain(
                            counter(
                                    "anyio_tasks_spawned_total",
                                    "Tasks started, the root tasks included.",
                                    LABELS),
                            RunStatistics::tasksSpawned),
                    new Row.Plain(
                            gauge("anyio_tasks_live", "Tasks that have not ended.", LABELS),
                            RunStatistics::tasksLive),
                    new Row.ByValue(
                            counter(
                                    "anyio_tasks_ended_total",
                                    "Tasks that ended, by how: done, failed, cancelled.",
                                    "backend",
                                    "engine",
                                    "outcome"),
                            new TreeMap<>(
                                    Map.of(
                                            "done", RunStatistics::tasksDone,
                                            "failed", RunStatistics::tasksFailed,
                                            "cancelled", RunStatistics::tasksCancelled))),
                    new Row.Plain(
                            gauge(
                                    "anyio_timers",
                                    "Timers that are set: deadlines, sleeps, reports of stuck"
                                            + " tasks.",
                                    LABELS),
                            RunStatistics::timers),
                    new Row.Plain(
                            gauge(
                                    "anyio_helper_threads",
                                    "Threads for file calls, foreign calls and computing.",
                                    LABELS),
                            RunStatistics::helperThreads),
                    new Row.Plain(
                            gauge("anyio_processes", "Subprocesses that have not ended.", LABELS),
                            RunStatistics::processes),
                    new Row.Plain(
                            gauge(
                                    "anyio_open_files",
                                    "Files that tasks opened and nobody has closed.",
                                    LABELS),
                            RunStatistics::openFiles),
                    new Row.Plain(
                            gauge(
                                    "anyio_limiter_tokens",
                                    "Tokens of limiters that are borrowed.",
                                    LABELS),
                            RunStatistics::tokens));

    /// What it tells.
    static final List<MetricInfo> METRICS = ROWS.stream().map(Row::info).toList();

    /// On what a run runs.
    private record Place(String backend, String engine) implements Comparable<Place> {
        static Place of(Run run) {
            return new Place(run.backend().name(), run.backend().engine());
        }

        @Override
        public int compareTo(Place other) {
            int byBackend = backend.compareTo(other.backend);
            return byBackend != 0 ? byBackend : engine.compareTo(other.engine);
        }
    }

    // Guarded by this.
    private final List<Run> runs = new ArrayList<>();
    private final Map<Place, Map<String, Double>> ended = new TreeMap<>();

    synchronized Meters.Watch watch(Run run) {
        runs.add(run);
        return () -> unwatch(run);
    }

    /// Whether a run on that backend is watched.
    synchronized boolean watches(String backend) {
        return runs.stream().anyMatch(run -> run.backend().name().equals(backend));
    }

    private synchronized void unwatch(Run run) {
        if (!runs.remove(run)) {
            return;
        }
        RunStatistics last = run.statistics();
        Map<String, Double> totals = ended.computeIfAbsent(Place.of(run), _ -> new TreeMap<>());
        for (Row row : ROWS) {
            if (row.info().kind() == MetricKind.COUNTER) {
                add(row, last, totals);
            }
        }
    }

    private static void add(Row row, RunStatistics statistics, Map<String, Double> sums) {
        switch (row) {
            case Row.Plain(MetricInfo info, Reading reading) ->
                    sums.merge(info.name(), reading.of(statistics), Double::sum);
            case Row.ByValue(MetricInfo info, Map<String, Reading> readings) ->
                    readings.forEach((value, reading) ->
                            sums.merge(
                                    info.name() + '/' + value,
                                    reading.of(statistics),
                                    Double::sum));
        }
    }

    @Override
    public MetricSnapshots collect() {
        Map<Place, Map<String, Double>> sums = sums();
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        for (Row row : ROWS) {
            Samples samples = new Samples(row.info());
            sums.forEach((place, values) -> {
                switch (row) {
                    case Row.Plain(MetricInfo info, _) ->
                            samples.add(labels(place), values.getOrDefault(info.name(), 0.0));
                    case Row.ByValue(MetricInfo info, Map<String, Reading> readings) ->
                            readings.keySet()
                                    .forEach(value ->
                                            samples.add(
                                                    labels(place)
                                                            .add(info.labels().getLast(), value),
                                                    values.getOrDefault(
                                                            info.name() + '/' + value, 0.0)));
                }
            });
            snapshots.metricSnapshot(samples.snapshot());
        }
        return snapshots.build();
    }

    private static Labels labels(Place place) {
        return Labels.of("backend", place.backend(), "engine", place.engine());
    }

    private synchronized Map<Place, Map<String, Double>> sums() {
        Map<Place, Map<String, Double>> sums = new TreeMap<>();
        ended.forEach((place, totals) -> sums.put(place, new TreeMap<>(totals)));
        for (Run run : runs) {
            RunStatistics statistics = run.statistics();
            Map<String, Double> here = sums.computeIfAbsent(Place.of(run), _ -> new TreeMap<>());
            for (Row row : ROWS) {
                add(row, statistics, here);
            }
        }
        return sums;
    }
}
