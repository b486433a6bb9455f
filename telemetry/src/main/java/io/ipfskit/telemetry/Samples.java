package io.ipfskit.telemetry;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/// Collects the numbers of one counter or gauge that were read at a scrape.
final class Samples {
    private final MetricInfo info;
    private final CounterSnapshot.Builder counter = CounterSnapshot.builder();
    private final GaugeSnapshot.Builder gauge = GaugeSnapshot.builder();

    Samples(MetricInfo info) {
        this.info = info;
        counter.name(withoutTotal(info.name())).help(info.help());
        gauge.name(info.name()).help(info.help());
    }

    private static String withoutTotal(String name) {
        return name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
    }

    void add(Labels labels, double value) {
        if (info.kind() == MetricKind.COUNTER) {
            counter.dataPoint(
                    CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value(value)
                            .build());
        } else {
            gauge.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(labels)
                            .value(value)
                            .build());
        }
    }

    MetricSnapshot snapshot() {
        return info.kind() == MetricKind.COUNTER ? counter.build() : gauge.build();
    }
}
