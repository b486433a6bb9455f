package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Counters, gauges and histograms, and how they are written out.
class MetricsTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final String OPEN_METRICS_2 = "application/openmetrics-text; version=2.0.0";

    private final Telemetry telemetry =
            Telemetry.start(TelemetryOptions.of("1.0-test").withoutJvm());

    @AfterEach
    void close() {
        telemetry.close();
    }

    private String text(String accept) {
        return new String(telemetry.scrape(accept).body(), StandardCharsets.UTF_8);
    }

    @Test
    void aCounterGrowsByLabel() {
        telemetry.counter("bytes_read_total", "store", "packs").add(3);
        telemetry.counter("bytes_read_total", "store", "packs").increment();
        telemetry.counter("bytes_read_total", "store", "memory").increment();

        assertThat(text("text/plain"))
                .contains("# TYPE bytes_read_total counter")
                .contains("bytes_read_total{store=\"packs\"} 4.0")
                .contains("bytes_read_total{store=\"memory\"} 1.0");
    }

    @Test
    void aGaugeGoesUpAndDown() {
        telemetry.gauge("queue_records").set(7);
        telemetry.gauge("queue_records").add(-2);

        assertThat(text("text/plain")).contains("queue_records 5.0");
    }

    @Test
    void aHistogramHasClassicBucketsInTextAndNativeOnesInOpenMetricsTwo() {
        telemetry.histogram("step_seconds").record(0.003);
        telemetry.histogram("step_seconds").record(2);

        assertThat(text("text/plain"))
                .contains("step_seconds_bucket{le=\"0.005\"} 1")
                .contains("step_seconds_bucket{le=\"2.5\"} 2")
                .contains("step_seconds_count 2")
                .contains("step_seconds_sum 2.003");
        assertThat(text(OPEN_METRICS_2)).contains("schema:").contains("positive_spans:");
    }

    @Test
    void bytesHaveBucketsOfBytes() {
        telemetry.histogram("record_bytes").record(1000);

        assertThat(text("text/plain")).contains("record_bytes_bucket{le=\"1024.0\"} 1");
    }

    @Test
    void theFormatFollowsWhatTheClientAccepts() {
        telemetry.counter("a_total").increment();

        assertThat(telemetry.scrape(OPEN_METRICS).contentType()).startsWith(OPEN_METRICS);
        assertThat(text(OPEN_METRICS)).endsWith("# EOF\n");
        assertThat(telemetry.scrape(OPEN_METRICS_2).contentType()).startsWith(OPEN_METRICS_2);
        for (String other : List.of("text/plain", "*/*", "application/json")) {
            assertThat(telemetry.scrape(other).contentType())
                    .startsWith("text/plain; version=0.0.4");
        }
        assertThat(telemetry.scrape(null).contentType()).startsWith("text/plain");
    }

    @Test
    void whatHasNoRoomGoesToOtherAndIsCounted() {
        for (int i = 0; i < Family.SERIES_MAX + 25; i++) {
            telemetry.counter("peers_total", "peer", "p" + i).increment();
        }
        telemetry.counter("peers_total", "peer", "p3").increment();

        String text = text("text/plain");
        assertThat(text)
                .contains("peers_total{peer=\"p3\"} 2.0")
                .contains("peers_total{peer=\"other\"} 25.0")
                .contains("telemetry_series_folded_total{metric=\"peers_total\"} 25.0");
        assertThat(text.lines().filter(line -> line.startsWith("peers_total{")))
                .hasSize(Family.SERIES_MAX + 1);
    }

    @Test
    void aLongLabelValueIsCut() {
        telemetry.counter("names_total", "name", "x".repeat(5000)).increment();

        assertThat(text("text/plain"))
                .contains("names_total{name=\"" + "x".repeat(Family.VALUE_MAX) + "\"} 1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Calls_total",
                "calls-total",
                "calls__total",
                "1st_total",
                "wait_ms_total",
                "wait_milliseconds_total",
                "size_kilobytes_total",
                "load_percent_total",
                "calls"
            })
    void aCounterOfABadNameIsRefused(String name) {
        assertThatThrownBy(() -> telemetry.counter(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\" must ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls_total", "wait_seconds_bucket", "wait_seconds_count", "a_sum"})
    void aHistogramOfAReservedNameIsRefused(String name) {
        assertThatThrownBy(() -> telemetry.histogram(name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMetricKeepsItsKindAndItsLabels() {
        telemetry.counter("calls_total", "door", "rest", "outcome", "ok").increment();

        assertThatThrownBy(() -> telemetry.counter("calls_total", "door", "rest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[door, outcome]");
        assertThatThrownBy(() -> telemetry.counter("calls_total", "outcome", "ok", "door", "rest"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> telemetry.counter("calls_total", "door"))
                .isInstanceOf(IllegalArgumentException.class);
        telemetry.gauge("depth_records").set(1);
        assertThatThrownBy(() -> telemetry.histogram("depth_records"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a gauge, not a histogram");
    }

    @ParameterizedTest
    @ValueSource(strings = {"le", "Door", "a-b", ""})
    void aBadLabelNameIsRefused(String label) {
        assertThatThrownBy(() -> telemetry.counter("calls_total", label, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLabelStandsOnce() {
        assertThatThrownBy(() -> telemetry.counter("calls_total", "a", "x", "a", "y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        telemetry.counter("pairs_total", "a", "b", "b", "a").increment();
        assertThat(text("text/plain")).contains("pairs_total{a=\"b\",b=\"a\"} 1.0");
    }

    @Test
    void aCounterDoesNotGoBack() {
        assertThatThrownBy(() -> telemetry.counter("calls_total").add(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only grows");
    }

    @Test
    void withoutTracesThereAreNoExemplarsAndNoSpans() {
        try (var span = telemetry.span("op.test")) {
            assertThat(span.traceparent()).isNull();
            telemetry.histogram("step_seconds").record(0.1);
        }

        assertThat(telemetry.isTracing()).isFalse();
        assertThat(text(OPEN_METRICS)).doesNotContain("trace_id");
    }
}
