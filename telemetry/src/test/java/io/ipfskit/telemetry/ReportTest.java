package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Typed readings, and the report made from them.
class ReportTest {
    private final Telemetry telemetry =
            Telemetry.start(TelemetryOptions.of("1.0-test").withoutJvm());

    @AfterEach
    void close() {
        telemetry.close();
    }

    private Report report() {
        return new Report("ipfs-kit test", Instant.EPOCH, telemetry.read("test_"));
    }

    @Test
    void readingsAreTypedAndSortedByName() {
        telemetry.histogram("test_wait_seconds", "door", "rest").record(0.003);
        telemetry.histogram("test_wait_seconds", "door", "rest").record(0.007);
        telemetry.counter("test_calls_total", "door", "rest").add(3);
        telemetry.watch("test_depth_records", () -> 5);
        telemetry.counter("other_total").increment();

        List<MetricReading> readings = telemetry.read("test_");

        assertThat(readings.stream().map(MetricReading::name))
                .containsExactly("test_calls_total", "test_depth_records", "test_wait_seconds");
        assertThat(readings.stream().map(MetricReading::kind))
                .containsExactly(MetricKind.COUNTER, MetricKind.GAUGE, MetricKind.HISTOGRAM);
        var calls = readings.getFirst().series().getFirst();
        assertThat(calls.labels()).isEqualTo(Map.of("door", "rest"));
        assertThat(calls.value()).isEqualTo(3);
        var wait = readings.getLast().series().getFirst();
        var distribution = Objects.requireNonNull(wait.distribution());
        assertThat(distribution.count()).isEqualTo(2);
        assertThat(distribution.sum()).isEqualTo(0.01);
        assertThat(wait.value()).isEqualTo(0.005);
        assertThat(distribution.quantile(0.5)).isBetween(0.0025, 0.005);
        assertThat(distribution.quantile(0.99)).isBetween(0.005, 0.01);
        assertThat(telemetry.read("").stream().map(MetricReading::name)).contains("other_total");
    }

    @Test
    void aQuantileOfNothingIsUnknownAndOneBeyondTheLastBoundIsThatBound() {
        var nothing = new MetricReading.Distribution(0, 0, List.of());
        var beyond =
                new MetricReading.Distribution(
                        1,
                        9,
                        List.of(
                                new MetricReading.Bucket(1, 0),
                                new MetricReading.Bucket(Double.POSITIVE_INFINITY, 1)));

        assertThat(nothing.quantile(0.5)).isNaN();
        assertThat(beyond.quantile(0.5)).isEqualTo(1);
    }

    @Test
    void theReportShowsFiguresAsChartsAndAsJson() {
        telemetry.counter("test_calls_total", "outcome", "ok").add(1234);
        telemetry.histogram("test_wait_seconds").record(0.003);

        String html = report().html();

        assertThat(html)
                .startsWith("<!doctype html>")
                .contains("<svg ")
                .contains("<rect ")
                .contains("1,234")
                .contains("\"value\": 1234")
                .contains("\"count\": 1");
        assertThat(report().json()).contains("\"at\": \"1970-01-01T00:00:00Z\"");
    }

    @Test
    void theReportNeedsNothingElse() {
        telemetry.counter("test_calls_total").increment();

        assertThat(report().html())
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("src=")
                .doesNotContain("@import")
                .doesNotContain("url(");
    }

    @Test
    void labelsOfStrangersAreNoMarkup() {
        telemetry.counter("test_calls_total", "who", "</script><b title=\"x\">&").increment();

        String html = report().html();

        assertThat(html)
                .contains("&lt;/script&gt;&lt;b title=&quot;x&quot;&gt;&amp;")
                .contains("\\u003c/script>")
                .doesNotContain("<b title");
        assertThat(html.split("</script>", -1)).hasSize(2);
    }

    @Test
    void nothingMeasuredIsAReportTooAndUnknownNumbersAreNull() {
        telemetry.gauge("test_ratio").set(Double.NaN);

        assertThat(report().json()).contains("\"value\": null");
        assertThat(new Report("x", Instant.EPOCH, List.of()).html()).endsWith("</html>\n");
    }
}
