package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Meters;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/// Meters that keep all they are told, for tests of what measures. A series is written as
/// `name{label=value,label=value}`, or `name` without labels. For any thread.
public final class RecordingMeters implements Meters {
    /// A span that was begun.
    ///
    /// @param name its name
    /// @param parent the `traceparent` it was put below, or null
    /// @param traceparent its own
    /// @param labels its labels as it began: name, value, name, value
    /// @param failures what [Span#failed] was told
    /// @param closed 1 once it has ended, each further end counted
    public record Recorded(
            String name,
            @Nullable String parent,
            String traceparent,
            List<String> labels,
            List<Throwable> failures,
            AtomicLong closed) {}

    private final boolean isTracing;
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final Map<String, List<Double>> histograms = new ConcurrentHashMap<>();
    private final Map<String, List<DoubleSupplier>> readings = new ConcurrentHashMap<>();
    private final List<Recorded> spans = new CopyOnWriteArrayList<>();

    /// Meters that do not trace: they take no span.
    public RecordingMeters() {
        this(false);
    }

    private RecordingMeters(boolean isTracing) {
        this.isTracing = isTracing;
    }

    /// Meters that trace.
    public static RecordingMeters tracing() {
        return new RecordingMeters(true);
    }

    /// What the counter stands at; 0 when nobody made it.
    public long counted(String series) {
        AtomicLong counter = counters.get(series);
        return counter == null ? 0 : counter.get();
    }

    /// Whether the counter was made, though it may be 0.
    public boolean hasCounter(String series) {
        return counters.containsKey(series);
    }

    /// What was recorded in the histogram, in order.
    public List<Double> recorded(String series) {
        return histograms.getOrDefault(series, List.of());
    }

    /// What the watched gauge reads now, the readings of the series added up; empty when nobody
    /// tells it.
    public OptionalDouble read(String series) {
        List<DoubleSupplier> all = readings.getOrDefault(series, List.of());
        return all.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(all.stream().mapToDouble(DoubleSupplier::getAsDouble).sum());
    }

    /// The spans of that name in the order of their begin.
    public List<Recorded> spans(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    private static String series(String name, String... labels) {
        if (labels.length == 0) {
            return name;
        }
        StringBuilder series = new StringBuilder(name).append('{');
        for (int i = 0; i < labels.length; i += 2) {
            series.append(i == 0 ? "" : ",").append(labels[i]).append('=').append(labels[i + 1]);
        }
        return series.append('}').toString();
    }

    @Override
    public Counter counter(String name, String... labels) {
        return counters.computeIfAbsent(series(name, labels), _ -> new AtomicLong())::addAndGet;
    }

    @Override
    public Histogram histogram(String name, String... labels) {
        return histograms.computeIfAbsent(series(name, labels), _ -> new CopyOnWriteArrayList<>())
                ::add;
    }

    @Override
    public Gauge gauge(String name, String... labels) {
        return NONE.gauge(name, labels);
    }

    @Override
    public Watch watch(String name, DoubleSupplier reading, String... labels) {
        List<DoubleSupplier> all =
                readings.computeIfAbsent(series(name, labels), _ -> new CopyOnWriteArrayList<>());
        all.add(reading);
        return () -> all.remove(reading);
    }

    @Override
    public boolean isTracing() {
        return isTracing;
    }

    @Override
    public Span span(String name, String... labels) {
        return spanBelow(null, name, labels);
    }

    @Override
    public Span spanBelow(@Nullable String traceparent, String name, String... labels) {
        if (!isTracing) {
            return NONE.span(name, labels);
        }
        Recorded span =
                new Recorded(
                        name,
                        traceparent,
                        "00-%032x-%016x-01".formatted(1, spans.size() + 1),
                        List.of(labels),
                        new CopyOnWriteArrayList<>(),
                        new AtomicLong());
        spans.add(span);
        return new Span() {
            @Override
            public Span attribute(String attribute, String value) {
                return this;
            }

            @Override
            public Span failed(Throwable failure) {
                span.failures().add(failure);
                return this;
            }

            @Override
            public String traceparent() {
                return span.traceparent();
            }

            @Override
            public void close() {
                span.closed().incrementAndGet();
            }
        };
    }
}
