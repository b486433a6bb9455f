package io.ipfskit.kit.ops;

import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Meters;
import io.ipfskit.kit.BuildInfo;
import io.ipfskit.kit.config.Config;
import io.ipfskit.node.repository.RepoService;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.telemetry.AlertRules;
import io.ipfskit.telemetry.Catalogue;
import io.ipfskit.telemetry.Grafana;
import io.ipfskit.telemetry.MetricReading;
import io.ipfskit.telemetry.Report;
import io.ipfskit.telemetry.Scrape;
import io.ipfskit.telemetry.Telemetry;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Group `telemetry`: the numbers of this node, and what watches them. The numbers are those at
/// `/metrics`; a node that tells none there refuses here too (`unsupported`).
public final class TelemetryOperations {
    /// Which metrics.
    public record MetricsInput(
            @Doc("only metrics whose names begin with this, such as wal_ or operation_")
                    @Nullable String prefix) {}

    /// The numbers of a moment.
    public record MetricsSnapshot(
            @Doc("when they were read") Instant at,
            @Doc("the metrics, by name") List<Metric> items,
            @Doc("how many there are") long total) {
        public MetricsSnapshot {
            items = List.copyOf(items);
        }
    }

    /// One metric.
    public record Metric(
            @Doc("its name") String name,
            @Doc(
                            value = "what it is",
                            values = {"counter", "gauge", "histogram"})
                    String kind,
            @Doc("one sentence") String help,
            @Doc("its numbers, one for each set of label values") List<Series> series) {
        public Metric {
            series = List.copyOf(series);
        }
    }

    /// The numbers of one set of label values. Seconds, bytes or ratios, as the name says.
    public record Series(
            @Doc("label values by name") Map<String, String> labels,
            @Doc("of a counter or gauge; absent where it is unknown") @Nullable Double value,
            @Doc("of a histogram: how many numbers it took") @Nullable Long count,
            @Doc("of a histogram: their sum") @Nullable Double sum,
            @Doc("of a histogram: half of them are at most this") @Nullable Double p50,
            @Doc("of a histogram: 95 in 100 are at most this") @Nullable Double p95,
            @Doc("of a histogram: 99 in 100 are at most this") @Nullable Double p99) {
        public Series {
            labels = Map.copyOf(labels);
        }
    }

    /// No options.
    public record PrometheusInput() {}

    /// A text and what it is.
    public record TextFile(
            @Doc("its media type") String mediaType,
            @Doc("a file name that fits") String fileName,
            @Doc("the text") String text)
            implements TextOutput {}

    /// No options.
    public record ConfigInput() {}

    /// What is measured, and where traces go.
    public record TelemetryConfig(
            @Doc("whether numbers are told at /metrics and by telemetry.metrics") boolean metrics,
            @Doc("how many metrics there may be, those of the JVM left out") int metricsKnown,
            @Doc("where traces go: none or otlp") String tracesExporter,
            @Doc("the collector; absent when traces go nowhere") @Nullable String tracesEndpoint,
            @Doc("share of the traces begun here that are taken, 0 to 1") double tracesRatio,
            @Doc("how many headers go to the collector; their values are secret")
                    int tracesHeaders) {}

    /// What to generate.
    public record GrafanaInput(
            @Doc(
                            value = "a dashboard for Grafana, or alert rules for Prometheus",
                            defaultValue = "\"dashboard\"",
                            values = {"dashboard", "alerts"})
                    String what) {}

    /// How to report.
    public record ReportInput(
            @Doc(
                            value = "a page that needs nothing else, or the same figures as JSON",
                            defaultValue = "\"html\"",
                            values = {"html", "json"})
                    String format) {}

    /// The numbers, typed.
    public static final Operation<MetricsInput, MetricsSnapshot> METRICS =
            Operation.named("telemetry", "metrics", MetricsInput.class, MetricsSnapshot.class)
                    .summary("Gives the numbers of this node as typed records.")
                    .get("/telemetry/metrics")
                    .errors(ErrorCode.UNSUPPORTED)
                    .example("the log and its syncs", "{\"prefix\": \"wal_\"}")
                    .build();

    /// The numbers as text.
    public static final Operation<PrometheusInput, TextFile> PROMETHEUS =
            Operation.named("telemetry", "prometheus", PrometheusInput.class, TextFile.class)
                    .summary("Gives the numbers of this node as Prometheus text, as /metrics does.")
                    .get("/telemetry/prometheus")
                    .errors(ErrorCode.UNSUPPORTED)
                    .example("this node", "{}")
                    .build();

    /// What is configured.
    public static final Operation<ConfigInput, TelemetryConfig> CONFIG =
            Operation.named("telemetry", "config", ConfigInput.class, TelemetryConfig.class)
                    .summary("Says what is measured and where traces go.")
                    .get("/telemetry/config")
                    .example("this node", "{}")
                    .build();

    /// Files for who watches.
    public static final Operation<GrafanaInput, TextFile> GRAFANA_GENERATE =
            Operation.named("telemetry", "grafana_generate", GrafanaInput.class, TextFile.class)
                    .summary(
                            "Generates a Grafana dashboard, or Prometheus alert rules, for the"
                                    + " metrics of this version.")
                    .get("/telemetry/grafana")
                    .example("a dashboard to import", "{}")
                    .example("alert rules", "{\"what\": \"alerts\"}")
                    .build();

    /// The numbers as a page.
    public static final Operation<ReportInput, TextFile> REPORT =
            Operation.named("telemetry", "report", ReportInput.class, TextFile.class)
                    .summary(
                            "Makes a report of the present numbers: one page with charts, or JSON.")
                    .get("/telemetry/report")
                    .errors(ErrorCode.UNSUPPORTED)
                    .example("a page", "{}")
                    .build();

    private final Meters meters;
    private final Config.Telemetry config;
    private final RepoService repo;

    private TelemetryOperations(Meters meters, Config.Telemetry config, RepoService repo) {
        this.meters = meters;
        this.config = config;
        this.repo = repo;
    }

    /// The operations of this group.
    ///
    /// @param meters the meters of the node; numbers are told where they are a [Telemetry]
    /// @param repo is asked for the free space before each look
    public static List<Bound<?, ?>> bind(Meters meters, Config.Telemetry config, RepoService repo) {
        TelemetryOperations group = new TelemetryOperations(meters, config, repo);
        return List.of(
                METRICS.to((input, _) -> group.metrics(input.prefix())),
                PROMETHEUS.to((_, _) -> group.prometheus()),
                CONFIG.to((_, _) -> group.config()),
                GRAFANA_GENERATE.to((input, _) -> generated(input.what())),
                REPORT.to((input, _) -> group.report(input.format())));
    }

    /// The numbers of this moment. They are read off the loop: the JVM's own take a few
    /// milliseconds the first time.
    private List<MetricReading> read(String prefix) throws InterruptedException {
        Telemetry telemetry = looking();
        return Compute.call(() -> telemetry.read(prefix));
    }

    private Telemetry looking() throws InterruptedException {
        if (!config.hasMetrics() || !(meters instanceof Telemetry telemetry)) {
            throw new OperationFailed(
                    ErrorCode.UNSUPPORTED,
                    "this node tells no numbers: telemetry.metrics is false, it was embedded"
                            + " without a Telemetry, or no daemon runs");
        }
        repo.tellFreeSpace();
        return telemetry;
    }

    private MetricsSnapshot metrics(@Nullable String prefix) throws InterruptedException {
        List<Metric> items =
                read(prefix == null ? "" : prefix).stream()
                        .map(TelemetryOperations::metric)
                        .toList();
        return new MetricsSnapshot(Clock.now(), items, items.size());
    }

    private static Metric metric(MetricReading reading) {
        return new Metric(
                reading.name(),
                reading.kind().word(),
                reading.help(),
                reading.series().stream().map(TelemetryOperations::series).toList());
    }

    private static Series series(MetricReading.Series series) {
        MetricReading.Distribution numbers = series.distribution();
        return numbers == null
                ? new Series(series.labels(), known(series.value()), null, null, null, null, null)
                : new Series(
                        series.labels(),
                        null,
                        numbers.count(),
                        known(numbers.sum()),
                        known(numbers.quantile(0.5)),
                        known(numbers.quantile(0.95)),
                        known(numbers.quantile(0.99)));
    }

    /// JSON has no NaN and no infinity.
    private static @Nullable Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private TextFile prometheus() throws InterruptedException {
        Telemetry telemetry = looking();
        Scrape scrape = Compute.call(() -> telemetry.scrape(null));
        return new TextFile(
                scrape.contentType(),
                "metrics.txt",
                new String(scrape.body(), StandardCharsets.UTF_8));
    }

    private TelemetryConfig config() {
        boolean isTracing = !config.traces().equals("none");
        return new TelemetryConfig(
                config.hasMetrics() && meters instanceof Telemetry,
                Catalogue.metrics().size(),
                config.traces(),
                isTracing ? config.endpoint().toString() : null,
                config.ratio(),
                config.headers().count());
    }

    private static TextFile generated(String what) throws InterruptedException {
        return what.equals("alerts")
                ? new TextFile("application/yaml", "ipfs-kit-alerts.yaml", AlertRules.yaml())
                : new TextFile(
                        "application/json",
                        "ipfs-kit-dashboard.json",
                        Compute.call(Grafana::dashboard));
    }

    private TextFile report(String format) throws InterruptedException {
        Report report =
                new Report("ipfs-kit " + BuildInfo.CURRENT.version(), Clock.now(), read(""));
        return format.equals("json")
                ? new TextFile("application/json", "report.json", Compute.call(report::json))
                : new TextFile(
                        "text/html; charset=utf-8", "report.html", Compute.call(report::html));
    }
}
