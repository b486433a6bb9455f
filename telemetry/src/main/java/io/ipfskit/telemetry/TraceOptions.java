package io.ipfskit.telemetry;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// Where spans go.
///
/// Sampling is parent-based: a span below one that was sampled, here or in another process, is
/// sampled too, and below one that was not it is not; of the traces that begin here `ratio` are
/// taken, chosen by trace id.
public sealed interface TraceOptions {
    /// Nowhere: nothing is traced, and no SDK is loaded.
    record None() implements TraceOptions {}

    /// To a collector, as OTLP over HTTP with protobuf bodies, in batches.
    ///
    /// @param endpoint such as `http://127.0.0.1:4318/v1/traces`
    /// @param headers sent with each batch, such as `Authorization`; never printed
    /// @param ratio the share of traces begun here that are taken, 0 to 1
    /// @param interval how long a span waits for its batch at most
    record Otlp(URI endpoint, Map<String, String> headers, double ratio, Duration interval)
            implements TraceOptions {
        public Otlp {
            headers = Map.copyOf(headers);
            if (endpoint.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "the OTLP endpoint must not contain a user or a password; use headers");
            }
            String scheme = endpoint.getScheme();
            if (scheme == null || endpoint.getHost() == null || !scheme.matches("https?")) {
                throw new IllegalArgumentException(
                        "the OTLP endpoint must be an http or https URL, was " + endpoint);
            }
            requireRatio(ratio);
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException(
                        "the interval of batches must be positive, was " + interval);
            }
        }

        /// To `endpoint`, in batches of at most two seconds.
        public Otlp(URI endpoint, double ratio) {
            this(endpoint, Map.of(), ratio, Duration.ofSeconds(2));
        }

        /// With these headers.
        public Otlp withHeaders(Map<String, String> headers) {
            return new Otlp(endpoint, headers, ratio, interval);
        }

        @Override
        public String toString() {
            return "Otlp[" + endpoint + ", ratio " + ratio + ", every " + interval + "]";
        }
    }

    /// To an exporter that the caller made, each span at once: for tests and for embedding.
    ///
    /// @param exporter closed with the [Telemetry]
    /// @param ratio the share of traces begun here that are taken, 0 to 1
    record To(SpanExporter exporter, double ratio) implements TraceOptions {
        public To {
            Objects.requireNonNull(exporter, "exporter");
            requireRatio(ratio);
        }
    }

    private static void requireRatio(double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "the ratio of traces must be from 0 to 1, was " + ratio);
        }
    }
}
