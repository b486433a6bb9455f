package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The current span follows tasks, calls and portals, on every backend and engine.
class ContextTest {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Telemetry telemetry =
            Telemetry.start(
                    TelemetryOptions.of("1.0-test")
                            .withoutJvm()
                            .withTraces(new TraceOptions.To(exporter, 1)));

    static List<Backend> engines() {
        return Backends.engines();
    }

    static List<Backend> realEngines() {
        return Backends.engines().stream().filter(backend -> !backend.isSimulated()).toList();
    }

    @AfterEach
    void close() {
        telemetry.close();
    }

    private <T> T run(Backend backend, io.ipfskit.anyio.Section<T, Exception> body)
            throws Exception {
        return AnyIO.<T, Exception>run(
                backend, telemetry.carriedBy(new RunOptions()), _ -> body.run());
    }

    private static String traceId() {
        return Span.current().getSpanContext().getTraceId();
    }

    private SpanData exported(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSpanOfAChildStandsBelowThatOfItsParent(Backend backend) throws Exception {
        run(
                backend,
                () -> {
                    try (var _ = telemetry.span("op.parent")) {
                        return TaskGroup.<Integer, Exception>open(group -> {
                            for (int i = 0; i < 3; i++) {
                                String name = "op.child" + i;
                                group.fork(
                                        name,
                                        () -> {
                                            try (var _ = telemetry.span(name)) {
                                                Time.sleep(Duration.ofMillis(1));
                                            }
                                            return 1;
                                        });
                            }
                            return 1;
                        });
                    }
                });

        SpanData parent = exported("op.parent");
        for (int i = 0; i < 3; i++) {
            assertThat(exported("op.child" + i).getParentSpanId()).isEqualTo(parent.getSpanId());
            assertThat(exported("op.child" + i).getTraceId()).isEqualTo(parent.getTraceId());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void callsThatLeaveTheRuntimeSeeTheSpanOfTheirTask(Backend backend) throws Exception {
        List<String> seen =
                run(
                        backend,
                        () -> {
                            try (var _ = telemetry.span("op.caller")) {
                                List<String> ids = new ArrayList<>();
                                ids.add(traceId());
                                ids.add(Blocking.call(ContextTest::traceId));
                                ids.add(Blocking.call(ContextTest::traceId, OnCancel.ABANDON));
                                ids.add(Blocking.call(ContextTest::traceId, OnCancel.INTERRUPT));
                                ids.add(Blocking.callNative(ContextTest::traceId));
                                ids.add(Compute.call(ContextTest::traceId));
                                return ids;
                            }
                        });

        assertThat(seen).hasSize(6).containsOnly(exported("op.caller").getTraceId());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatATaskDoesWithItsContextStaysItsOwn(Backend backend) throws Exception {
        List<Boolean> valid =
                run(
                        backend,
                        () ->
                                TaskGroup.<List<Boolean>, Exception>open(group -> {
                                    Task<Boolean> inside =
                                            group.fork(
                                                    "inside",
                                                    () -> {
                                                        try (var _ = telemetry.span("op.inside")) {
                                                            Time.sleep(Duration.ofMillis(1));
                                                            return isValid();
                                                        }
                                                    });
                                    Task<Boolean> beside = group.fork("beside", () -> isValid());
                                    List<Boolean> all = new ArrayList<>();
                                    all.add(inside.join());
                                    all.add(beside.join());
                                    all.add(isValid());
                                    Task<Boolean> later = group.fork("later", () -> isValid());
                                    all.add(later.join());
                                    return all;
                                }));

        assertThat(valid).containsExactly(true, false, false, false);
    }

    private static Boolean isValid() {
        return Span.current().getSpanContext().isValid();
    }

    @ParameterizedTest
    @MethodSource("realEngines")
    void aTaskThatCameThroughAPortalStandsBelowTheSpanOfTheThread(Backend backend)
            throws Exception {
        try (Portal portal = Portal.start(backend, telemetry.carriedBy(new RunOptions()))) {
            String seen;
            try (var _ = telemetry.span("op.thread")) {
                seen = portal.call(ContextTest::traceId);
            }

            assertThat(seen).isEqualTo(exported("op.thread").getTraceId());
            assertThat(portal.call(ContextTest::isValid)).isFalse();
        }
    }

    @Test
    void aRunThatCarriesNothingLeavesTheContextBehind() throws Exception {
        Boolean seen =
                AnyIO.<Boolean, Exception>run(
                        Backends.named("threads"),
                        _ -> {
                            try (var _ = telemetry.span("op.parent")) {
                                return TaskGroup.<Boolean, Exception>open(
                                        group -> group.fork("child", () -> isValid()).join());
                            }
                        });

        assertThat(seen).isFalse();
    }

    @Test
    void anExemplarNamesTheTraceInWhichAValueWasMeasured() {
        try (var _ = telemetry.span("op.measured")) {
            telemetry.histogram("step_seconds").record(0.003);
            telemetry.counter("calls_total").increment();
        }

        String text =
                new String(
                        telemetry.scrape("application/openmetrics-text; version=1.0.0").body(),
                        StandardCharsets.UTF_8);
        String trace = "trace_id=\"" + exported("op.measured").getTraceId() + "\"";
        assertThat(text.lines().filter(line -> line.contains(trace)))
                .anyMatch(line -> line.startsWith("step_seconds_bucket"))
                .anyMatch(line -> line.startsWith("calls_total"));
    }

    @Test
    void theCallersDecisionToSampleIsHonoured() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String taken = "00-" + trace + "-b7ad6b7169203331-01";
        String left = "00-" + trace + "-b7ad6b7169203331-00";
        try (var none =
                Telemetry.start(
                        TelemetryOptions.of("1")
                                .withoutJvm()
                                .withTraces(new TraceOptions.To(exporter, 0)))) {
            none.spanBelow(taken, "op.taken").close();
            none.spanBelow(left, "op.left").close();
            none.span("op.ours").close();
            none.spanBelow("nonsense", "op.nonsense").close();

            assertThat(exporter.getFinishedSpanItems())
                    .extracting(SpanData::getName)
                    .containsExactly("op.taken");
            assertThat(exported("op.taken").getTraceId()).isEqualTo(trace);
            assertThat(exported("op.taken").getParentSpanId()).isEqualTo("b7ad6b7169203331");
        }
    }

    @Test
    void aSpanTellsItsTraceparentAndAChildInAnotherProcessContinuesIt() {
        String traceparent;
        try (Meters.Span parent = telemetry.span("op.here")) {
            traceparent = Objects.requireNonNull(parent.traceparent());
        }
        telemetry.spanBelow(traceparent, "op.there").close();

        assertThat(traceparent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
        assertThat(exported("op.there").getParentSpanId())
                .isEqualTo(exported("op.here").getSpanId());
    }
}
