package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Spans arrive at a collector that speaks OTLP over HTTP.
class OtlpTest {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(String contentType, String authorization, byte[] body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        collector.createContext(
                "/v1/traces",
                exchange -> {
                    requests.add(
                            new Request(
                                    exchange.getRequestHeaders().getFirst("Content-Type"),
                                    String.valueOf(
                                            exchange.getRequestHeaders().getFirst("Authorization")),
                                    exchange.getRequestBody().readAllBytes()));
                    byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
                    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
                    exchange.close();
                });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    }

    private Telemetry telemetry(Duration interval) {
        return Telemetry.start(
                TelemetryOptions.of("7.8")
                        .withInstance("one")
                        .withoutJvm()
                        .withTraces(
                                new TraceOptions.Otlp(
                                        endpoint(),
                                        Map.of("Authorization", "Bearer secret"),
                                        1,
                                        interval)));
    }

    private List<ResourceSpans> received() throws IOException {
        List<ResourceSpans> all = new java.util.ArrayList<>();
        for (Request request : requests) {
            all.addAll(ExportTraceServiceRequest.parseFrom(request.body()).getResourceSpansList());
        }
        return all;
    }

    @Test
    void closingSendsWhatWaitsWithTheResourceOfTheService() throws Exception {
        try (Telemetry telemetry = telemetry(Duration.ofHours(1))) {
            try (var parent = telemetry.span("op.parent", "operation.id", "42")) {
                parent.attribute("door", "rest");
                telemetry.span("op.child").failed(new IllegalStateException("it broke")).close();
            }
            assertThat(requests).as("nothing is sent before its batch is due").isEmpty();
        }

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().contentType()).isEqualTo("application/x-protobuf");
        assertThat(requests.getFirst().authorization()).isEqualTo("Bearer secret");
        ResourceSpans received = received().getFirst();
        assertThat(received.getResource().getAttributesList())
                .filteredOn(attribute -> attribute.getKey().startsWith("service."))
                .extracting(attribute ->
                        attribute.getKey() + "=" + attribute.getValue().getStringValue())
                .containsExactlyInAnyOrder(
                        "service.name=ipfs-kit",
                        "service.namespace=ipfskit",
                        "service.version=7.8",
                        "service.instance.id=one");
        List<Span> spans = received.getScopeSpans(0).getSpansList();
        assertThat(spans).extracting(Span::getName).containsExactly("op.child", "op.parent");
        Span child = spans.get(0);
        Span parent = spans.get(1);
        assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(child.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(child.getStatus().getMessage()).isEqualTo("it broke");
        assertThat(child.getAttributesList())
                .anyMatch(attribute -> attribute.getKey().equals("error.type"));
        assertThat(parent.getAttributesList())
                .extracting(attribute ->
                        attribute.getKey() + "=" + attribute.getValue().getStringValue())
                .contains("operation.id=42", "door=rest");
        assertThat(HexFormat.of().formatHex(parent.getTraceId().toByteArray())).hasSize(32);
    }

    @Test
    void flushingSendsAtOnce() throws Exception {
        try (Telemetry telemetry = telemetry(Duration.ofHours(1))) {
            telemetry.span("op.one").close();

            assertThat(telemetry.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(received()).hasSize(1);
        }
    }

    @Test
    void aCollectorThatIsAwayHurtsNobody() {
        collector.stop(0);
        Telemetry telemetry = telemetry(Duration.ofHours(1));
        telemetry.span("op.lost").close();

        assertThat(telemetry.flush(Duration.ofSeconds(60))).isFalse();
        assertThat(new String(telemetry.scrape(null).body(), StandardCharsets.UTF_8))
                .contains("telemetry_spans_total{outcome=\"failed\"} 1.0");
        telemetry.close();
    }

    @Test
    void anEndpointOrRatioThatMeansNothingIsRefused() {
        assertThatThrownBy(() -> new TraceOptions.Otlp(URI.create("ftp://x/v1"), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TraceOptions.Otlp(URI.create("collector:4318"), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TraceOptions.Otlp(endpoint(), 1.5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        new TraceOptions.Otlp(
                                        endpoint(), Map.of("A", "secret"), 1, Duration.ofSeconds(1))
                                .toString())
                .doesNotContain("secret");
    }
}
