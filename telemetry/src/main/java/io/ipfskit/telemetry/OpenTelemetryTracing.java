package io.ipfskit.telemetry;

import io.ipfskit.anyio.ContextBridge;
import io.ipfskit.anyio.Meters;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Spans of OpenTelemetry. Each is the current one of its thread from begin to end, so what a
/// library traces by itself in between stands below it.
final class OpenTelemetryTracing implements Tracing {
    private static final int QUEUE_MAX = 4096;
    private static final int BATCH_MAX = 512;
    private static final Duration SEND_LIMIT = Duration.ofSeconds(10);

    private final CountedExporter exporter;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OpenTelemetryTracing(
            CountedExporter exporter,
            SpanProcessor processor,
            double ratio,
            TelemetryOptions options) {
        this.exporter = exporter;
        provider =
                SdkTracerProvider.builder()
                        .setResource(resource(options))
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                        .addSpanProcessor(processor)
                        .build();
        tracer = provider.get("io.ipfskit", options.version());
    }

    /// @param metrics counts the spans that were sent
    static Tracing of(TelemetryOptions options, Metrics metrics) {
        return switch (options.traces()) {
            case TraceOptions.None _ -> NONE;
            case TraceOptions.Otlp otlp -> {
                CountedExporter exporter = new CountedExporter(toCollector(otlp), metrics);
                yield new OpenTelemetryTracing(
                        exporter, batches(exporter, otlp.interval()), otlp.ratio(), options);
            }
            case TraceOptions.To(var given, double ratio) -> {
                CountedExporter exporter = new CountedExporter(given, metrics);
                yield new OpenTelemetryTracing(
                        exporter, SimpleSpanProcessor.create(exporter), ratio, options);
            }
        };
    }

    private static SpanExporter toCollector(TraceOptions.Otlp otlp) {
        var builder =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(otlp.endpoint().toString())
                        .setTimeout(SEND_LIMIT);
        otlp.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private static SpanProcessor batches(SpanExporter exporter, Duration interval) {
        return BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(QUEUE_MAX)
                .setMaxExportBatchSize(BATCH_MAX)
                .setScheduleDelay(interval)
                .setExporterTimeout(SEND_LIMIT)
                .build();
    }

    private static Resource resource(TelemetryOptions options) {
        AttributesBuilder attributes = Attributes.builder();
        attributes.put("service.name", options.service());
        attributes.put("service.namespace", options.namespace());
        attributes.put("service.version", options.version());
        if (!options.instance().isEmpty()) {
            attributes.put("service.instance.id", options.instance());
        }
        return Resource.getDefault().merge(Resource.create(attributes.build()));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the span's end closes it
    public Meters.Span span(@Nullable String traceparent, String name, String... attributes) {
        SpanBuilder builder = tracer.spanBuilder(name);
        SpanContext remote = traceparent == null ? null : TraceParent.parse(traceparent);
        if (remote != null) {
            builder.setParent(Context.root().with(Span.wrap(remote)));
        }
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            builder.setAttribute(AttributeKey.stringKey(attributes[i]), attributes[i + 1]);
        }
        Span span = builder.startSpan();
        return new Open(span, span.makeCurrent());
    }

    private record Open(Span span, Scope scope) implements Meters.Span {
        @Override
        public Meters.Span attribute(String name, String value) {
            span.setAttribute(AttributeKey.stringKey(name), value);
            return this;
        }

        @Override
        public Meters.Span failed(Throwable failure) {
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
            span.setAttribute("error.type", failure.getClass().getName());
            span.recordException(failure);
            return this;
        }

        @Override
        public String traceparent() {
            return TraceParent.of(span.getSpanContext());
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    @Override
    public List<ContextBridge> bridges() {
        return List.of(new OpenTelemetryContext());
    }

    @Override
    public boolean flush(Duration limit) {
        return isDone(provider::forceFlush, limit);
    }

    @Override
    public boolean close(Duration limit) {
        return isDone(provider::shutdown, limit);
    }

    /// The SDK's own answer tells that it is done, also when the collector took nothing.
    private boolean isDone(Supplier<CompletableResultCode> work, Duration limit) {
        long failed = exporter.failures();
        return work.get().join(limit.toMillis(), TimeUnit.MILLISECONDS).isSuccess()
                && exporter.failures() == failed;
    }
}
