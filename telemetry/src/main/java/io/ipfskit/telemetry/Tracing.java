package io.ipfskit.telemetry;

import io.ipfskit.anyio.ContextBridge;
import io.ipfskit.anyio.Meters;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Makes spans: not at all, or with OpenTelemetry, whose classes only [OpenTelemetryTracing] names.
interface Tracing {
    /// No spans.
    Tracing NONE = new NoTracing();

    /// Begins a span below the one that `traceparent` names, or else below the caller's.
    Meters.Span span(@Nullable String traceparent, String name, String... attributes);

    /// What carries the current span from task to task.
    List<ContextBridge> bridges();

    /// Sends what waits to be sent.
    ///
    /// @return whether all of it was taken within `limit`
    boolean flush(Duration limit);

    /// Sends what waits, for at most `limit`, and stops.
    ///
    /// @return whether all of it was taken
    boolean close(Duration limit);

    /// Makes no span.
    final class NoTracing implements Tracing {
        private NoTracing() {}

        @Override
        public Meters.Span span(@Nullable String traceparent, String name, String... attributes) {
            return Meters.NONE.span(name);
        }

        @Override
        public List<ContextBridge> bridges() {
            return List.of();
        }

        @Override
        public boolean flush(Duration limit) {
            return true;
        }

        @Override
        public boolean close(Duration limit) {
            return true;
        }
    }
}
