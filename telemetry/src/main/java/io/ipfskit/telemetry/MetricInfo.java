package io.ipfskit.telemetry;

import java.util.List;

/// What a metric is.
///
/// @param name its name, with the ending `_total` of counters
/// @param kind what it is
/// @param labels the names of its labels, in order
/// @param help one sentence
public record MetricInfo(String name, MetricKind kind, List<String> labels, String help) {
    public MetricInfo {
        labels = List.copyOf(labels);
    }

    static MetricInfo counter(String name, String help, String... labels) {
        return new MetricInfo(name, MetricKind.COUNTER, List.of(labels), help);
    }

    static MetricInfo gauge(String name, String help, String... labels) {
        return new MetricInfo(name, MetricKind.GAUGE, List.of(labels), help);
    }

    static MetricInfo histogram(String name, String help, String... labels) {
        return new MetricInfo(name, MetricKind.HISTOGRAM, List.of(labels), help);
    }
}
