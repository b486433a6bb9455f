package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Meters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// Gauges that are read when somebody looks.
class ReadingsTest {
    private final Telemetry telemetry =
            Telemetry.start(TelemetryOptions.of("1.0-test").withoutJvm());

    @AfterEach
    void close() {
        telemetry.close();
    }

    private String text() {
        return new String(telemetry.scrape(null).body(), StandardCharsets.UTF_8);
    }

    @Test
    void aReadingIsAsItIsAtTheLook() {
        AtomicLong depth = new AtomicLong(3);
        telemetry.watch("depth_records", depth::get, "stream", "a");
        assertThat(text()).contains("depth_records{stream=\"a\"} 3.0");

        depth.set(5);

        assertThat(text()).contains("depth_records{stream=\"a\"} 5.0");
    }

    @Test
    void readingsOfTheSameLabelsAreAddedUpUntilTheyEnd() {
        Meters.Watch one = telemetry.watch("depth_records", () -> 3);
        Meters.Watch other = telemetry.watch("depth_records", () -> 4);
        assertThat(text()).contains("depth_records 7.0");

        one.close();
        one.close();
        assertThat(text()).contains("depth_records 4.0");

        other.close();
        assertThat(text()).doesNotContain("depth_records");
    }

    @Test
    void whatCannotBeReadIsAbsentAndLeavesTheOthers() {
        telemetry.watch(
                "broken_records",
                () -> {
                    throw new IllegalStateException("closed");
                });
        telemetry.watch("unknown_records", () -> Double.NaN);
        telemetry.watch("depth_records", () -> 1);

        assertThat(text())
                .contains("depth_records 1.0")
                .doesNotContain("broken_records")
                .doesNotContain("unknown_records");
    }

    @Test
    void aNameIsEitherReadOrTold() {
        telemetry.watch("depth_records", () -> 1);
        telemetry.gauge("level_records").set(1);

        assertThatThrownBy(() -> telemetry.gauge("depth_records"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> telemetry.watch("level_records", () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> telemetry.watch("depth_records", () -> 1, "stream", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[]");
        assertThatThrownBy(() -> telemetry.watch("Depth", () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatHasNoRoomIsAddedUpUnderOther() {
        for (int i = 0; i < Family.SERIES_MAX + 3; i++) {
            telemetry.watch("depth_records", () -> 2, "stream", "s" + i);
        }

        assertThat(text()).contains("depth_records{stream=\"other\"} 6.0");
    }
}
