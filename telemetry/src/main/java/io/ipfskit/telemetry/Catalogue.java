package io.ipfskit.telemetry;

import static io.ipfskit.telemetry.MetricInfo.counter;
import static io.ipfskit.telemetry.MetricInfo.histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The metrics of the product: their names and labels are a promise, held by tests against what a
/// node really tells, against the queries of the dashboard and against `docs/monitoring.md`. What
/// an embedder measures beside them needs no entry.
public final class Catalogue {
    private static final List<MetricInfo> OF_SERVICES =
            List.of(
                    counter(
                            "operation_calls_total",
                            "Calls of operations that ended; outcome is ok or the id of the error.",
                            "operation",
                            "outcome"),
                    histogram(
                            "operation_seconds",
                            "Time from the call of an operation to its end.",
                            "operation",
                            "outcome"),
                    counter(
                            CountedExporter.SPANS,
                            "Spans by what became of them: sent, or failed to be sent and lost;"
                                    + " what a full queue drops is not counted.",
                            "outcome"),
                    counter(
                            Metrics.FOLDED,
                            "Times that a metric had no room for a further set of label values and"
                                    + " took it as other.",
                            "metric"));

    private static final Map<String, MetricInfo> BY_NAME = new TreeMap<>();

    static {
        for (MetricInfo metric : OF_SERVICES) {
            BY_NAME.put(metric.name(), metric);
        }
        for (MetricInfo metric : StorageTable.METRICS) {
            BY_NAME.put(metric.name(), metric);
        }
        for (MetricInfo metric : RunTable.METRICS) {
            BY_NAME.put(metric.name(), metric);
        }
        for (MetricInfo metric : CarrierSeries.METRICS) {
            BY_NAME.put(metric.name(), metric);
        }
    }

    private Catalogue() {}

    /// All of them, by name.
    public static List<MetricInfo> metrics() {
        return new ArrayList<>(BY_NAME.values());
    }

    static String help(String name) {
        MetricInfo known = BY_NAME.get(name);
        return known == null ? "Measured by a part of this program." : known.help();
    }
}
