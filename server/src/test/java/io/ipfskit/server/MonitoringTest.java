package io.ipfskit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskState;
import io.ipfskit.anyio.Time;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.LoadOptions;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.remote.ClientOptions;
import io.ipfskit.telemetry.Catalogue;
import io.ipfskit.telemetry.MetricInfo;
import io.ipfskit.telemetry.MetricKind;
import io.ipfskit.telemetry.Telemetry;
import io.ipfskit.telemetry.TelemetryOptions;
import io.ipfskit.telemetry.TraceOptions;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a node tells of itself: numbers at `/metrics`, spans, the task tree with its cancel button.
@Timeout(120)
@EveryBackend
class MonitoringTest {
    private static final String TOKEN = "a-token-of-32-letters-for-this-test";

    @Parameter private String backend = "";
    @TempDir private Path directory;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Telemetry telemetry =
            Telemetry.start(
                    TelemetryOptions.of("1.0-test").withTraces(new TraceOptions.To(exporter, 1)));
    private final HttpClient client = HttpClient.newHttpClient();

    private interface Visit {
        void in(URI api, Kit kit) throws Exception;
    }

    @AfterEach
    void close() {
        telemetry.close();
    }

    private Config config() throws InterruptedException {
        return Config.embedded(directory.resolve("data"), backend);
    }

    private void visit(Config config, Meters meters, Visit visit) throws Exception {
        var _ =
                AnyIO.run(
                        Backends.named(backend),
                        telemetry.carriedBy(new RunOptions()),
                        run ->
                                Kit.<Boolean, Exception>run(
                                        config,
                                        KitOptions.EMBEDDED
                                                .withDoors(new HttpDoors())
                                                .withMeters(meters),
                                        kit ->
                                                Blocking.call(() -> {
                                                    visit.in(
                                                            URI.create(kit.addresses().getFirst()),
                                                            kit);
                                                    return true;
                                                })));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri));
    }

    @Test
    void theNumbersOfCallsAndOfTheRunAreToldAsText() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    assertThat(get(api.resolve("/api/v1/ipfs/id")).statusCode()).isEqualTo(200);
                    assertThat(get(api.resolve("/api/v1/ipfs/cat/nonsense")).statusCode())
                            .isEqualTo(422);

                    HttpResponse<String> told = get(api.resolve("/metrics"));

                    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
                    assertThat(told.headers().firstValue("Content-Type").orElse(""))
                            .startsWith("text/plain; version=0.0.4");
                    String engine = Backends.named(backend).engine();
                    assertThat(told.body())
                            .contains(
                                    "operation_calls_total{operation=\"ipfs.id\",outcome=\"ok\"}"
                                            + " 1.0")
                            .contains(
                                    "operation_calls_total{operation=\"ipfs.cat\",outcome=\"invalid_argument\"}"
                                        + " 1.0")
                            .contains("operation_seconds_bucket{operation=\"ipfs.id\"")
                            .contains("engine=\"" + engine + "\"")
                            .contains("jvm_threads_current");
                });
    }

    @Test
    void openMetricsCarriesTheTraceOfAMeasurement() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    assertThat(get(api.resolve("/api/v1/ipfs/id")).statusCode()).isEqualTo(200);

                    HttpResponse<String> told =
                            send(
                                    HttpRequest.newBuilder(api.resolve("/metrics"))
                                            .header(
                                                    "Accept",
                                                    "application/openmetrics-text;version=1.0.0"));

                    assertThat(told.headers().firstValue("Content-Type").orElse(""))
                            .startsWith("application/openmetrics-text");
                    String trace = span("op.ipfs.id").getTraceId();
                    assertThat(told.body().lines())
                            .anyMatch(line ->
                                    line.startsWith("operation_seconds_bucket")
                                            && line.contains("trace_id=\"" + trace + "\""));
                });
    }

    @Test
    void whatStorageDoesIsToldAndItsSpansStandBelowTheCall() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    HttpResponse<String> added =
                            send(
                                    HttpRequest.newBuilder(api.resolve("/api/v1/ipfs/add"))
                                            .header("Content-Type", "application/octet-stream")
                                            .POST(HttpRequest.BodyPublishers.ofString("content")));
                    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);

                    String told = get(api.resolve("/metrics")).body();

                    assertThat(told)
                            .contains("node_added_bytes_total 7.0")
                            .contains("node_added_files_total 1.0")
                            .contains("node_pins 1.0")
                            .contains("blockstore_blocks 1.0")
                            .contains("blockstore_added_blocks_total 1.0")
                            .contains("blockstore_sync_seconds_count{kind=\"commit\"} 1")
                            .contains("wal_segments{stream=\"repository\"} 1.0")
                            .contains("wal_batch_records_count{stream=\"repository\"} 1")
                            .contains("wal_corruptions_total{stream=\"repository\"} 0.0");
                    assertThat(told.lines())
                            .anyMatch(line -> line.matches("node_free_bytes [1-9].*"));
                });

        SpanData operation = span("op.ipfs.add");
        SpanData append = span("wal.append");
        SpanData sync = span("wal.fsync");
        assertThat(append.getTraceId()).isEqualTo(operation.getTraceId());
        assertThat(sync.getParentSpanId()).isEqualTo(append.getSpanId());
        assertThat(names()).contains("wal.recover");
    }

    @Test
    void theNumbersAreToldAsOperationsToo() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    outside(() -> {
                        try (IpfsKit remote = IpfsKit.connect(api)) {
                            remote.ipfs().id();

                            var calls = remote.telemetry().metrics("operation_calls").items();
                            var report = remote.telemetry().report("html");

                            assertThat(calls).hasSize(1);
                            assertThat(calls.getFirst().series())
                                    .anySatisfy(series -> {
                                        assertThat(series.labels())
                                                .containsEntry("operation", "ipfs.id")
                                                .containsEntry("outcome", "ok");
                                        assertThat(series.value()).isEqualTo(1);
                                    });
                            assertThat(
                                            remote.telemetry()
                                                    .metrics("wal_fsync")
                                                    .items()
                                                    .getFirst()
                                                    .kind())
                                    .isEqualTo("histogram");
                            assertThat(remote.telemetry().prometheus().text())
                                    .contains("# TYPE node_pins gauge");
                            assertThat(report.mediaType()).startsWith("text/html");
                            assertThat(report.text())
                                    .contains("<svg ")
                                    .contains("operation_calls_total");
                            assertThat(remote.telemetry().report("json").text())
                                    .contains("\"name\": \"node_free_bytes\"");
                            assertThat(remote.telemetry().grafanaGenerate("dashboard").text())
                                    .contains("\"schemaVersion\"");
                            assertThat(remote.telemetry().grafanaGenerate("alerts").fileName())
                                    .isEqualTo("ipfs-kit-alerts.yaml");
                            assertThat(remote.telemetry().config().metrics()).isTrue();
                        }
                        return true;
                    });
                });
    }

    /// Does something on a thread that is none of the run, as another program would.
    private static <T> T outside(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("outside").start(task);
        return task.get();
    }

    @Test
    void aClientAndItsServerShareOneTrace() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    ClientOptions options = ClientOptions.DEFAULT.withMeters(telemetry);
                    outside(() -> {
                        try (IpfsKit remote = IpfsKit.connect(api, options);
                                Meters.Span mine = telemetry.span("test.mine")) {
                            assertThat(mine.traceparent()).isNotNull();
                            return remote.ipfs().id();
                        }
                    });
                });

        SpanData mine = span("test.mine");
        SpanData operation = span("op.ipfs.id");
        assertThat(operation.getTraceId()).isEqualTo(mine.getTraceId());
        List<SpanData> requests =
                exporter.getFinishedSpanItems().stream()
                        .filter(span -> span.getName().equals("http.GET /api/v1/ipfs/id"))
                        .toList();
        assertThat(requests).hasSize(2);
        SpanData client =
                requests.stream()
                        .filter(span -> span.getParentSpanId().equals(mine.getSpanId()))
                        .findFirst()
                        .orElseThrow();
        SpanData server =
                requests.stream()
                        .filter(span -> span.getParentSpanId().equals(client.getSpanId()))
                        .findFirst()
                        .orElseThrow();
        assertThat(operation.getParentSpanId()).isEqualTo(server.getSpanId());
    }

    @Test
    void aClientThatTracesNothingHandsOnTheTraceItWasGiven() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    ClientOptions options =
                            ClientOptions.DEFAULT.withTraceparent(
                                    "00-" + trace + "-b7ad6b7169203331-01");
                    outside(() -> {
                        try (IpfsKit remote = IpfsKit.connect(api, options)) {
                            return remote.ipfs().id();
                        }
                    });
                });

        assertThat(span("op.ipfs.id").getTraceId()).isEqualTo(trace);
    }

    @Test
    void namesAndLabelsAreThoseOfTheCatalogue() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    assertThat(get(api.resolve("/api/v1/ipfs/id")).statusCode()).isEqualTo(200);
                    for (int i = 0; i < 600; i++) {
                        telemetry.counter("test_folded_total", "i", "v" + i).increment();
                    }

                    Map<String, Set<String>> told = families(get(api.resolve("/metrics")).body());

                    told.keySet()
                            .removeIf(name -> name.matches("(jvm|process)_.*|test_folded_total"));
                    Map<String, Set<String>> promised = new TreeMap<>();
                    for (MetricInfo metric : Catalogue.metrics()) {
                        promised.put(metric.name(), new TreeSet<>(metric.labels()));
                    }
                    assertThat(promised).containsAllEntriesOf(told);
                    Set<String> missing = new TreeSet<>(promised.keySet());
                    missing.removeAll(told.keySet());
                    assertThat(missing)
                            .as("what this backend cannot tell")
                            .allMatch(name ->
                                    name.matches(
                                            "anyio_carrier_.*|anyio_ready_tasks|anyio_longest_step.*"));
                });
    }

    /// The families of a text and the labels of their samples, `le` left out.
    private static Map<String, Set<String>> families(String text) {
        Map<String, Set<String>> families = new TreeMap<>();
        Pattern sample = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? .*");
        String family = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2];
                continue;
            }
            Matcher matcher = sample.matcher(line);
            if (line.startsWith("#") || !matcher.matches()) {
                continue;
            }
            Set<String> labels = families.computeIfAbsent(family, _ -> new TreeSet<>());
            if (matcher.group(2) != null) {
                Matcher names = Pattern.compile("([a-z_]+)=\"").matcher(matcher.group(2));
                while (names.find()) {
                    labels.add(names.group(1));
                }
                labels.remove("le");
            }
        }
        families.entrySet().removeIf(entry -> entry.getKey().isEmpty());
        return families;
    }

    @Test
    void everyQueryOfTheDashboardNamesAMetricAndItsLabels() throws Exception {
        Map<String, MetricInfo> promised = new TreeMap<>();
        for (MetricInfo metric : Catalogue.metrics()) {
            promised.put(metric.name(), metric);
        }
        String charts;
        try (var in = HttpDoors.class.getClassLoader().getResourceAsStream("web/js/charts.js")) {
            charts = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        Matcher chart =
                Pattern.compile("metric: \"([^\"]+)\", kind: \"([^\"]+)\", by: \\[([^]]*)]")
                        .matcher(charts);
        int count = 0;
        while (chart.find()) {
            count++;
            assertThat(promised).containsKey(chart.group(1));
            MetricInfo metric = Objects.requireNonNull(promised.get(chart.group(1)));
            assertThat(metric.kind())
                    .as(metric.name())
                    .isEqualTo(
                            switch (chart.group(2)) {
                                case "rate" -> MetricKind.COUNTER;
                                case "quantiles" -> MetricKind.HISTOGRAM;
                                default -> MetricKind.GAUGE;
                            });
            for (String label : chart.group(3).split(",", -1)) {
                String name = label.replace("\"", "").strip();
                if (!name.isEmpty()) {
                    assertThat(metric.labels()).as(metric.name()).contains(name);
                }
            }
        }
        assertThat(count).isEqualTo(charts.split("\\{ id:", -1).length - 1).isGreaterThan(7);
    }

    @Test
    void onlyWhoMayCallMayReadTheNumbers() throws Exception {
        Config config =
                Config.load(
                        LoadOptions.isolated(directory)
                                .withEnvironment(Map.of("IPFS_KIT_API_AUTH_TOKEN", TOKEN))
                                .withFlag("data_dir", directory.resolve("data").toString())
                                .withFlag("backend", backend)
                                .withFlag("api.listen", "127.0.0.1:0")
                                .withFlag("gateway.listen", "127.0.0.1:0"));
        visit(
                config,
                telemetry,
                (api, kit) -> {
                    URI metrics = api.resolve("/metrics");
                    assertThat(get(metrics).statusCode()).isEqualTo(401);
                    HttpRequest.Builder withToken =
                            HttpRequest.newBuilder(metrics)
                                    .header("Authorization", "Bearer " + TOKEN);
                    assertThat(send(withToken).statusCode()).isEqualTo(200);
                    assertThat(send(withToken.DELETE()).statusCode()).isEqualTo(405);
                    assertThat(
                                    send(HttpRequest.newBuilder(metrics)
                                                    .header("Origin", "https://evil.example"))
                                            .statusCode())
                            .isEqualTo(403);
                });
    }

    @Test
    void aNodeThatTellsNoNumbersSaysSo() throws Exception {
        visit(
                config(),
                Meters.NONE,
                (api, kit) -> {
                    HttpResponse<String> answer = get(api.resolve("/metrics"));
                    assertThat(answer.statusCode()).isEqualTo(404);
                    assertThat(answer.body()).contains("telemetry.metrics");
                    assertThat(get(api.resolve("/api/v1/telemetry/metrics")).statusCode())
                            .isEqualTo(501);
                    assertThat(get(api.resolve("/healthz")).headers().firstValue("traceresponse"))
                            .isEmpty();
                });
    }

    private SpanData span(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + names()));
    }

    private List<String> names() {
        return exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
    }

    @Test
    void aRequestContinuesTheTraceOfItsClientDownToTheOperation() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    HttpResponse<String> answer =
                            send(
                                    HttpRequest.newBuilder(api.resolve("/api/v1/ipfs/cat/nonsense"))
                                            .header(
                                                    "traceparent",
                                                    "00-" + trace + "-b7ad6b7169203331-01"));

                    assertThat(answer.statusCode()).isEqualTo(422);
                    assertThat(answer.headers().firstValue("traceresponse").orElse(""))
                            .startsWith("00-" + trace);
                });

        SpanData request = span("http.GET /api/v1/ipfs/cat/{path...}");
        SpanData operation = span("op.ipfs.cat");
        assertThat(request.getTraceId()).isEqualTo(trace);
        assertThat(request.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(operation.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(operation.getAttributes().asMap().toString())
                .contains("operation.type=ipfs.cat", "door=rest", "error.type=invalid_argument");
        assertThat(operation.getStatus().getStatusCode().name()).isEqualTo("ERROR");
    }

    @Test
    void aTaskIsCancelledByItsNumberWithAReason() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    Task<Boolean> victim =
                            kit.calls()
                                    .fork(
                                            "victim",
                                            () -> {
                                                Time.sleepForever();
                                                return true;
                                            });
                    URI task = api.resolve("/api/v1/runtime/tasks/" + victim.id());
                    HttpResponse<String> answer =
                            send(
                                    HttpRequest.newBuilder(
                                                    URI.create(task + "?reason=not%20needed"))
                                            .DELETE());

                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    assertThat(Json.standard().parse(answer.body()).path("name").asString(""))
                            .isEqualTo("victim");
                    while (victim.state() == TaskState.LIVE) {
                        Thread.onSpinWait();
                    }
                    assertThat(victim.state()).isEqualTo(TaskState.CANCELLED);
                    assertThat(victim.failure()).hasMessageContaining("not needed");
                    assertThat(send(HttpRequest.newBuilder(task).DELETE()).statusCode())
                            .isEqualTo(404);
                });
    }

    @Test
    void theRootOfTheRunIsNotCancelledByTheWay() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    HttpResponse<String> answer =
                            send(
                                    HttpRequest.newBuilder(api.resolve("/api/v1/runtime/tasks/1"))
                                            .DELETE());

                    assertThat(answer.statusCode()).isEqualTo(409);
                    assertThat(answer.body()).contains("daemon stop");
                });
    }

    @Test
    void theTaskTreeTellsScopeDeadlineAndShield() throws Exception {
        visit(
                config(),
                telemetry,
                (api, kit) -> {
                    HttpResponse<String> answer = get(api.resolve("/api/v1/runtime/tasks"));

                    var items = Json.standard().parse(answer.body()).path("items");
                    assertThat(items.size()).isGreaterThan(3);
                    assertThat(items.get(0).path("scope").asInt(0)).isPositive();
                    assertThat(items.get(0).has("shielded")).isTrue();
                });
    }
}
