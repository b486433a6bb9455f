package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The numbers of runs, by backend and engine.
class RunSeriesTest {
    private final Telemetry telemetry =
            Telemetry.start(TelemetryOptions.of("1.0-test").withoutJvm());

    static List<Backend> engines() {
        return Backends.engines();
    }

    private String text() {
        return new String(telemetry.scrape(null).body(), StandardCharsets.UTF_8);
    }

    private static String of(String metric, Backend backend) {
        return metric + "{backend=\"" + backend.name() + "\",engine=\"" + backend.engine() + "\"";
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWatchedRunTellsItsTasks(Backend backend) throws Exception {
        String live =
                AnyIO.<String, Exception>run(
                        backend,
                        run -> {
                            try (var _ = telemetry.watch(run)) {
                                return TaskGroup.<String, Exception>open(group -> {
                                    group.fork("sleeper", () -> sleep());
                                    group.fork("sleeper", () -> sleep());
                                    group.start(
                                            "ready",
                                            status -> {
                                                status.started(1);
                                                return sleep();
                                            });
                                    String text = text();
                                    group.cancel("enough");
                                    return text;
                                });
                            }
                        });

        assertThat(live)
                .contains(of("anyio_tasks_live", backend) + "} 4.0")
                .contains(of("anyio_tasks_spawned_total", backend) + "} 4.0")
                .contains(of("anyio_tasks_ended_total", backend) + ",outcome=\"failed\"} 0.0")
                .contains(of("anyio_timers", backend) + "} ");
        assertThat(live.contains("anyio_ready_tasks{"))
                .as("only where the engine keeps the queue itself")
                .isEqualTo(!List.of("threads", "platform").contains(backend.name()));
        assertThat(text())
                .as("what a run counted stays when it has ended")
                .doesNotContain(of("anyio_tasks_live", backend))
                .contains(of("anyio_tasks_spawned_total", backend) + "} 4.0")
                .contains(of("anyio_tasks_ended_total", backend) + ",outcome=\"cancelled\"} 3.0")
                .contains(of("anyio_tasks_cancelled_total", backend) + ",reason=\"caller\"} 3.0")
                .contains(of("anyio_cancel_to_join_seconds_count", backend) + "} ")
                .contains(of("anyio_switches_total", backend) + "} ");
    }

    private static int sleep() throws InterruptedException {
        Time.sleep(Duration.ofHours(1));
        return 1;
    }

    @Test
    void theSchedulerOfVirtualThreadsIsToldWhileARunOnThreadsIsWatched() throws Exception {
        String text =
                AnyIO.<String, Exception>run(
                        Backends.named("threads"),
                        run -> {
                            try (var _ = telemetry.watch(run)) {
                                return text();
                            }
                        });

        assertThat(text)
                .contains("anyio_carrier_parallelism ")
                .contains("anyio_carrier_threads ")
                .contains("anyio_carrier_mounted ")
                .contains("anyio_carrier_queued ");
        assertThat(text()).doesNotContain("anyio_carrier");
    }

    @Test
    void runsOfOneEngineAreAddedUp() throws Exception {
        for (int i = 0; i < 3; i++) {
            AnyIO.<Integer, Exception>run(
                    Backends.named("platform"),
                    run -> {
                        try (var _ = telemetry.watch(run)) {
                            return 1;
                        }
                    });
        }

        assertThat(text())
                .contains(of("anyio_tasks_spawned_total", Backends.named("platform")) + "} 3.0");
    }

    @Test
    void withoutARunNothingOfOneIsTold() {
        assertThat(text()).doesNotContain("anyio_");
    }
}
