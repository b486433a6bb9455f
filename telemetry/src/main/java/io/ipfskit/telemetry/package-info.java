/// What a node tells of itself: the implementation of [io.ipfskit.anyio.Meters] on the Prometheus
/// client and OpenTelemetry.
///
/// Counters, gauges and histograms (native, with classic buckets beside them) of bounded label
/// sets, the numbers of every watched run, and those of the JVM, written out as OpenMetrics or
/// Prometheus text; spans over OTLP/HTTP. Nothing is sent and no OpenTelemetry SDK is loaded unless
/// [TraceOptions] ask for it, and the numbers of runs and JVM are read only while somebody scrapes.
///
/// ```java
/// try (Telemetry telemetry = Telemetry.start(TelemetryOptions.of("1.0"))) {
///     AnyIO.run(backend, telemetry.carriedBy(new RunOptions()), run -> {
///         try (var watch = telemetry.watch(run); var span = telemetry.span("op.example")) {
///             telemetry.counter("example_total").increment();
///             return null;
///         }
///     });
///     System.out.write(telemetry.scrape(null).body());
/// }
/// ```
///
/// Knows nothing of HTTP: `server` asks for a [Scrape] and sends it.
@NullMarked
package io.ipfskit.telemetry;

import org.jspecify.annotations.NullMarked;
