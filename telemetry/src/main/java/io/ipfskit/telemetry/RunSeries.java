package io.ipfskit.telemetry;

import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.RunStatistics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The numbers of the watched runs, by backend and engine: read from [Run#statistics()] at each
/// scrape, so that a run does nothing for it. What a run counted stays counted when it has ended.
final class RunSeries implements MultiCollector {
    /// On what a run runs.
    private record Place(String backend, String engine) implements Comparable<Place> {
        static Place of(Run run) {
            return new Place(run.backend().name(), run.backend().engine());
        }

        Labels labels() {
            return Labels.of("backend", backend, "engine", engine);
        }

        @Override
        public int compareTo(Place other) {
            int byBackend = backend.compareTo(other.backend);
            return byBackend != 0 ? byBackend : engine.compareTo(other.engine);
        }
    }

    // Guarded by this.
    private final List<Run> runs = new ArrayList<>();
    private final Map<Place, RunTally> ended = new TreeMap<>();

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
        RunTally tally = ended.computeIfAbsent(Place.of(run), _ -> new RunTally());
        for (RunRow row : RunTable.ROWS) {
            if (row.info().kind() != MetricKind.GAUGE) {
                tally.add(row, last);
            }
        }
    }

    @Override
    public MetricSnapshots collect() {
        Map<Place, RunTally> tallies = tallies();
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        for (RunRow row : RunTable.ROWS) {
            snapshots.metricSnapshot(snapshot(row, tallies));
        }
        return snapshots.build();
    }

    private static MetricSnapshot snapshot(RunRow row, Map<Place, RunTally> tallies) {
        if (row instanceof RunRow.Durations) {
            HistogramSnapshot.Builder histogram =
                    HistogramSnapshot.builder().name(row.info().name()).help(row.info().help());
            tallies.forEach(
                    (place, tally) -> histogram.dataPoint(tally.durations(row, place.labels())));
            return histogram.build();
        }
        Samples samples = new Samples(row.info());
        tallies.forEach((place, tally) -> tally.numbers(row, place.labels()).forEach(samples::add));
        return samples.snapshot();
    }

    private synchronized Map<Place, RunTally> tallies() {
        Map<Place, RunTally> tallies = new TreeMap<>();
        ended.forEach((place, tally) -> tallies.put(place, new RunTally(tally)));
        for (Run run : runs) {
            RunStatistics statistics = run.statistics();
            RunTally tally = tallies.computeIfAbsent(Place.of(run), _ -> new RunTally());
            for (RunRow row : RunTable.ROWS) {
                tally.add(row, statistics);
            }
        }
        return tallies;
    }
}
