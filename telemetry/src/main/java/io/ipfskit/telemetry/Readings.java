package io.ipfskit.telemetry;

import io.ipfskit.anyio.Meters;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/// The gauges that are read when somebody looks ([Meters#watch(String, DoubleSupplier,
/// String...)]). Readings of the same labels are added up, and a metric has at most
/// [Family#SERIES_MAX] series, as others have.
final class Readings implements MultiCollector {
    private record Metric(List<String> labels, Map<List<String>, List<DoubleSupplier>> series) {}

    // Guarded by this. A name stays when its last watch was closed.
    private final Map<String, Metric> metrics = new TreeMap<>();

    /// Whether a gauge of that name is, or was, read here.
    synchronized boolean has(String name) {
        return metrics.containsKey(name);
    }

    /// Reads `reading` at each collection until the watch is closed.
    ///
    /// @throws IllegalArgumentException when the name breaks a rule or has other labels
    synchronized Meters.Watch watch(String name, DoubleSupplier reading, String... labels) {
        MetricNames.check(MetricKind.GAUGE, name);
        MetricNames.checkLabels(name, List.of(labels));
        List<String> names = Family.names(labels);
        Metric metric =
                metrics.computeIfAbsent(name, _ -> new Metric(names, new LinkedHashMap<>()));
        if (!metric.labels().equals(names)) {
            throw new IllegalArgumentException(
                    "metric \"" + name + "\" has the labels " + metric.labels() + ", not " + names);
        }
        List<String> values = values(metric, labels);
        metric.series().computeIfAbsent(values, _ -> new ArrayList<>()).add(reading);
        return () -> end(metric, values, reading);
    }

    private static List<String> values(Metric metric, String... labels) {
        String[] values = new String[labels.length / 2];
        for (int i = 0; i < values.length; i++) {
            String value = labels[2 * i + 1];
            values[i] =
                    value.length() <= Family.VALUE_MAX
                            ? value
                            : value.substring(0, Family.VALUE_MAX);
        }
        if (metric.series().size() >= Family.SERIES_MAX
                && !metric.series().containsKey(List.of(values))) {
            Arrays.fill(values, Family.OTHER);
        }
        return List.of(values);
    }

    private synchronized void end(Metric metric, List<String> values, DoubleSupplier reading) {
        List<DoubleSupplier> all = metric.series().get(values);
        if (all != null && all.remove(reading) && all.isEmpty()) {
            metric.series().remove(values);
        }
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        copy().forEach((name, metric) -> {
            Samples samples = new Samples(MetricInfo.gauge(name, Catalogue.help(name)));
            boolean isTold = false;
            for (var series : metric.series().entrySet()) {
                double sum = sum(series.getValue());
                if (!Double.isNaN(sum)) {
                    samples.add(Labels.of(metric.labels(), series.getKey()), sum);
                    isTold = true;
                }
            }
            if (isTold) {
                snapshots.metricSnapshot(samples.snapshot());
            }
        });
        return snapshots.build();
    }

    /// What is read outside the lock: a reading may take locks of its own.
    private synchronized Map<String, Metric> copy() {
        Map<String, Metric> copy = new TreeMap<>();
        metrics.forEach((name, metric) -> {
            Map<List<String>, List<DoubleSupplier>> series = new LinkedHashMap<>();
            metric.series().forEach((values, all) -> series.put(values, List.copyOf(all)));
            copy.put(name, new Metric(metric.labels(), series));
        });
        return copy;
    }

    /// The sum of those that can be read, NaN when there is none.
    private static double sum(List<DoubleSupplier> readings) {
        double sum = Double.NaN;
        for (DoubleSupplier reading : readings) {
            double value = read(reading);
            if (!Double.isNaN(value)) {
                sum = Double.isNaN(sum) ? value : sum + value;
            }
        }
        return sum;
    }

    private static double read(DoubleSupplier reading) {
        try {
            return reading.getAsDouble();
        } catch (RuntimeException notNow) {
            return Double.NaN;
        }
    }
}
