package io.ipfskit.telemetry;

import io.ipfskit.telemetry.MetricReading.Bucket;
import io.ipfskit.telemetry.MetricReading.Distribution;
import io.ipfskit.telemetry.MetricReading.Series;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes typed readings of what the Prometheus client collected.
final class Reader {
    private Reader() {}

    /// The metrics whose names begin with `prefix`, by name. Kinds that we do not have (summaries,
    /// infos of the JVM) are left out.
    static List<MetricReading> read(MetricSnapshots snapshots, String prefix) {
        SortedMap<String, MetricReading> readings = new TreeMap<>();
        for (MetricSnapshot snapshot : snapshots) {
            MetricReading reading = read(snapshot);
            if (reading != null && reading.name().startsWith(prefix)) {
                readings.put(reading.name(), reading);
            }
        }
        return List.copyOf(readings.values());
    }

    private static @Nullable MetricReading read(MetricSnapshot snapshot) {
        String name = snapshot.getMetadata().getName();
        List<Series> series = new ArrayList<>();
        MetricKind kind;
        switch (snapshot) {
            case CounterSnapshot counter -> {
                kind = MetricKind.COUNTER;
                name += "_total";
                for (var point : counter.getDataPoints()) {
                    series.add(new Series(labels(point), point.getValue(), null));
                }
            }
            case GaugeSnapshot gauge -> {
                kind = MetricKind.GAUGE;
                for (var point : gauge.getDataPoints()) {
                    series.add(new Series(labels(point), point.getValue(), null));
                }
            }
            case HistogramSnapshot histogram -> {
                kind = MetricKind.HISTOGRAM;
                for (var point : histogram.getDataPoints()) {
                    series.add(
                            new Series(
                                    labels(point),
                                    point.getSum() / point.getCount(),
                                    distribution(point)));
                }
            }
            default -> {
                return null;
            }
        }
        String help = snapshot.getMetadata().getHelp();
        return new MetricReading(name, kind, help == null ? "" : help, series);
    }

    private static SortedMap<String, String> labels(DataPointSnapshot point) {
        SortedMap<String, String> labels = new TreeMap<>();
        point.getLabels().forEach(label -> labels.put(label.getName(), label.getValue()));
        return labels;
    }

    private static Distribution distribution(HistogramSnapshot.HistogramDataPointSnapshot point) {
        List<Bucket> buckets = new ArrayList<>();
        if (point.hasClassicHistogramData()) {
            ClassicHistogramBuckets classic = point.getClassicBuckets();
            for (int i = 0; i < classic.size(); i++) {
                buckets.add(new Bucket(classic.getUpperBound(i), classic.getCount(i)));
            }
        }
        return new Distribution(point.getCount(), point.getSum(), buckets);
    }
}
