package io.ipfskit.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/// An exporter whose spans are counted, by whether they were taken.
final class CountedExporter implements SpanExporter {
    /// Counts spans by outcome: `sent`, `failed`.
    static final String SPANS = "telemetry_spans_total";

    private final SpanExporter exporter;
    private final Metrics metrics;
    private final AtomicLong failures = new AtomicLong();

    CountedExporter(SpanExporter exporter, Metrics metrics) {
        this.exporter = exporter;
        this.metrics = metrics;
    }

    /// How many exports failed so far.
    long failures() {
        return failures.get();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode code = exporter.export(spans);
        return code.whenComplete(() -> {
            if (!code.isSuccess()) {
                failures.incrementAndGet();
            }
            metrics.counter(SPANS, "outcome", code.isSuccess() ? "sent" : "failed").add(count);
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
