package io.ipfskit.telemetry;

import io.ipfskit.anyio.ContextBridge;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.RunOptions;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/// The meters of a process: what its services count and time, what its runs say of themselves, and
/// where its spans go.
///
/// Metrics begin with their first use. A name keeps its kind and its label names from then on, and
/// breaking the rules of names (lower case words; counters, and only they, end in `_total`;
/// seconds, bytes or ratios; no `_count`, `_sum`, `_bucket`, `_created`) is an
/// `IllegalArgumentException` for whoever measures. A metric has at most 500 series; what comes
/// beyond goes to the one whose labels are all `other`, and `telemetry_series_folded_total` counts
/// it.
///
/// For any thread and any task; a span belongs to the task that began it.
public final class Telemetry implements Meters, AutoCloseable {
    /// How long [#close()] waits for spans to be taken.
    public static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Metrics metrics;
    private final RunSeries runs = new RunSeries();
    private final Readings readings = new Readings();
    private final Exposition exposition;
    private final Tracing tracing;

    private Telemetry(TelemetryOptions options) {
        boolean isTraced = !(options.traces() instanceof TraceOptions.None);
        metrics = new Metrics(registry, isTraced, readings);
        tracing = isTraced ? OpenTelemetryTracing.of(options, metrics) : Tracing.NONE;
        exposition = new Exposition(registry, runs, readings, options.jvm());
    }

    /// Begins to measure. Starts no thread and opens no connection unless the options ask for
    /// traces.
    public static Telemetry start(TelemetryOptions options) {
        return new Telemetry(options);
    }

    @Override
    public Counter counter(String name, String... labels) {
        return metrics.counter(name, labels);
    }

    @Override
    public Gauge gauge(String name, String... labels) {
        return metrics.gauge(name, labels);
    }

    @Override
    public Histogram histogram(String name, String... labels) {
        return metrics.histogram(name, labels);
    }

    @Override
    public Span span(String name, String... labels) {
        return tracing.span(null, name, labels);
    }

    @Override
    public Span spanBelow(@Nullable String traceparent, String name, String... labels) {
        return tracing.span(traceparent, name, labels);
    }

    @Override
    public boolean isTracing() {
        return !tracing.equals(Tracing.NONE);
    }

    @Override
    public Watch watch(Run run) {
        return runs.watch(run);
    }

    @Override
    public Watch watch(String name, DoubleSupplier reading, String... labels) {
        return metrics.watch(name, reading, labels);
    }

    @Override
    public RunOptions carriedBy(RunOptions options) {
        for (ContextBridge bridge : tracing.bridges()) {
            options.carrying(bridge);
        }
        return options;
    }

    /// All numbers of this moment.
    ///
    /// @param accept the header `Accept` of who asks, or null; decides between OpenMetrics 1.0
    ///   (with exemplars), OpenMetrics 2.0 (with native histograms) and Prometheus text, which is
    ///   what everybody else gets
    public Scrape scrape(@Nullable String accept) {
        return exposition.scrape(accept);
    }

    /// All numbers of this moment, typed, by name.
    ///
    /// @param prefix what the names begin with; empty for all
    public List<MetricReading> read(String prefix) {
        return exposition.read(prefix);
    }

    /// Sends the spans that wait for their batch; blocks the thread for at most `limit`.
    ///
    /// @return whether all were taken
    public boolean flush(Duration limit) {
        return tracing.flush(limit);
    }

    /// Sends the spans that wait, for at most [#CLOSE_LIMIT], and ends tracing; blocks the thread,
    /// so it stands outside the run. Numbers can still be scraped.
    @Override
    public void close() {
        if (!tracing.close(CLOSE_LIMIT)) {
            System.getLogger(Telemetry.class.getName())
                    .log(System.Logger.Level.WARNING, "some spans could not be sent");
        }
    }
}
