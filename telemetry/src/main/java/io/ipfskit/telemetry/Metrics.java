package io.ipfskit.telemetry;

import io.ipfskit.anyio.Meters;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;

/// The metrics that the services of the process make, each on its first use.
final class Metrics {
    /// Counts what found no room in a metric: see [Family].
    static final String FOLDED = "telemetry_series_folded_total";

    private static final double[] SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
        10, 30, 60, 300
    };
    private static final double[] BYTES = powers(256, 4, 12);
    private static final double[] COUNTS = powers(1, 2, 13);

    private final PrometheusRegistry registry;
    private final boolean exemplars;
    private final Readings readings;
    private final ConcurrentMap<String, Family<?>> families = new ConcurrentHashMap<>();

    /// @param exemplars whether values are kept with the trace they were measured in
    /// @param readings the gauges that are read instead
    Metrics(PrometheusRegistry registry, boolean exemplars, Readings readings) {
        this.registry = registry;
        this.exemplars = exemplars;
        this.readings = readings;
    }

    /// A gauge that is read when somebody looks.
    Meters.Watch watch(String name, DoubleSupplier reading, String... labels) {
        if (families.containsKey(name)) {
            throw new IllegalArgumentException(
                    "metric \"" + name + "\" is told by who measures it, it cannot be read too");
        }
        return readings.watch(name, reading, labels);
    }

    Meters.Counter counter(String name, String... labels) {
        return this.<Meters.Counter>family(MetricKind.COUNTER, name, labels)
                .of(MetricKind.COUNTER, labels);
    }

    Meters.Gauge gauge(String name, String... labels) {
        return this.<Meters.Gauge>family(MetricKind.GAUGE, name, labels)
                .of(MetricKind.GAUGE, labels);
    }

    Meters.Histogram histogram(String name, String... labels) {
        return this.<Meters.Histogram>family(MetricKind.HISTOGRAM, name, labels)
                .of(MetricKind.HISTOGRAM, labels);
    }

    /// The metric of that name. One of another kind refuses in [Family#of].
    @SuppressWarnings("unchecked")
    private <H> Family<H> family(MetricKind kind, String name, String... labels) {
        Family<?> known = families.get(name);
        if (known == null) {
            known = families.computeIfAbsent(name, _ -> make(kind, name, labels));
        }
        return (Family<H>) known;
    }

    private Family<?> make(MetricKind kind, String name, String... labels) {
        MetricNames.check(kind, name);
        if (readings.has(name)) {
            throw new IllegalArgumentException(
                    "metric \"" + name + "\" is a gauge that is read, it cannot be told too");
        }
        MetricNames.checkLabels(name, List.of(labels));
        List<String> names = Family.names(labels);
        String help = Catalogue.help(name);
        Runnable folded = () -> counter(FOLDED, "metric", name).increment();
        String[] labelNames = names.toArray(String[]::new);
        return switch (kind) {
            case COUNTER -> {
                Counter.Builder builder =
                        Counter.builder().name(name).help(help).labelNames(labelNames);
                Counter counter =
                        (exemplars ? builder.withExemplars() : builder.withoutExemplars())
                                .register(registry);
                yield new Family<Meters.Counter>(
                        name,
                        kind,
                        names,
                        values -> new Adding(name, counter.labelValues(values)),
                        folded);
            }
            case GAUGE -> {
                Gauge gauge =
                        Gauge.builder()
                                .name(name)
                                .help(help)
                                .labelNames(labelNames)
                                .withoutExemplars()
                                .register(registry);
                yield new Family<Meters.Gauge>(
                        name, kind, names, values -> new Level(gauge.labelValues(values)), folded);
            }
            case HISTOGRAM -> {
                Histogram.Builder builder =
                        Histogram.builder()
                                .name(name)
                                .help(help)
                                .labelNames(labelNames)
                                .classicUpperBounds(bounds(name));
                Histogram histogram =
                        (exemplars ? builder.withExemplars() : builder.withoutExemplars())
                                .register(registry);
                yield new Family<Meters.Histogram>(
                        name,
                        kind,
                        names,
                        values -> {
                            DistributionDataPoint point = histogram.labelValues(values);
                            return point::observe;
                        },
                        folded);
            }
        };
    }

    private record Adding(String name, CounterDataPoint point) implements Meters.Counter {
        @Override
        public void add(long amount) {
            if (amount < 0) {
                throw new IllegalArgumentException(
                        "counter " + name + " only grows, was told to add " + amount);
            }
            point.inc(amount);
        }
    }

    private record Level(GaugeDataPoint point) implements Meters.Gauge {
        @Override
        public void set(double value) {
            point.set(value);
        }

        @Override
        public void add(double amount) {
            point.inc(amount);
        }
    }

    static double[] bounds(String name) {
        if (name.endsWith("_seconds")) {
            return SECONDS;
        }
        return name.endsWith("_bytes") ? BYTES : COUNTS;
    }

    private static double[] powers(double first, double factor, int count) {
        double[] bounds = new double[count];
        double bound = first;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound *= factor;
        }
        return bounds;
    }
}
