package io.ipfskit.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A dashboard for
/// [Grafana](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/),
/// made from the [Catalogue]: one row for each part of the product, one panel for each metric.
///
/// Counters are shown as their rate, histograms as their 50th, 95th and 99th percentile, gauges as
/// they are; each by the labels the metric has. Variables choose data source, job and instance.
public final class Grafana {
    private static final int WIDTH = 24;
    private static final int PANEL_WIDTH = 8;
    private static final int PANEL_HEIGHT = 7;
    private static final List<String> QUANTILES = List.of("0.5", "0.95", "0.99");
    private static final Map<String, Object> SOURCE =
            Map.of("type", "prometheus", "uid", "${datasource}");

    /// What chooses the nodes that are shown.
    private static final String CHOSEN = "job=~\"$job\",instance=~\"$instance\"";

    private Grafana() {}

    /// The dashboard as JSON, ready to be imported.
    public static String dashboard() {
        Map<String, Object> dashboard = new LinkedHashMap<>();
        dashboard.put("title", "ipfs-kit");
        dashboard.put("uid", "ipfs-kit");
        dashboard.put("tags", List.of("ipfs-kit"));
        dashboard.put("schemaVersion", 39);
        dashboard.put("version", 1);
        dashboard.put("editable", true);
        dashboard.put("refresh", "30s");
        dashboard.put("time", Map.of("from", "now-24h", "to", "now"));
        dashboard.put("templating", Map.of("list", variables()));
        dashboard.put("panels", panels());
        return JsonText.of(dashboard);
    }

    private static List<Object> variables() {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("name", "datasource");
        source.put("type", "datasource");
        source.put("query", "prometheus");
        List<Object> variables = new ArrayList<>(List.of(source));
        variables.add(variable("job", "label_values(anyio_tasks_live, job)"));
        variables.add(
                variable("instance", "label_values(anyio_tasks_live{job=~\"$job\"}, instance)"));
        return variables;
    }

    private static Map<String, Object> variable(String name, String query) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("name", name);
        variable.put("type", "query");
        variable.put("datasource", SOURCE);
        variable.put("query", query);
        variable.put("includeAll", true);
        variable.put("multi", true);
        variable.put("allValue", ".*");
        variable.put("refresh", 2);
        return variable;
    }

    private static List<Object> panels() {
        List<Object> panels = new ArrayList<>();
        String part = "";
        int x = 0;
        int y = 0;
        for (MetricInfo metric : Catalogue.metrics()) {
            String own = metric.name().substring(0, metric.name().indexOf('_'));
            if (!own.equals(part)) {
                y += x > 0 ? PANEL_HEIGHT : 0;
                x = 0;
                part = own;
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", panels.size() + 1);
                row.put("type", "row");
                row.put("title", part);
                row.put("collapsed", false);
                row.put("gridPos", place(0, y, WIDTH, 1));
                row.put("panels", List.of());
                panels.add(row);
                y++;
            }
            panels.add(panel(metric, panels.size() + 1, place(x, y, PANEL_WIDTH, PANEL_HEIGHT)));
            x += PANEL_WIDTH;
            if (x == WIDTH) {
                x = 0;
                y += PANEL_HEIGHT;
            }
        }
        return panels;
    }

    private static Map<String, Object> place(int x, int y, int width, int height) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("x", x);
        place.put("y", y);
        place.put("w", width);
        place.put("h", height);
        return place;
    }

    private static Map<String, Object> panel(MetricInfo metric, int id, Map<String, Object> place) {
        Map<String, Object> panel = new LinkedHashMap<>();
        panel.put("id", id);
        panel.put("type", "timeseries");
        panel.put("title", metric.name());
        panel.put("description", metric.help());
        panel.put("datasource", SOURCE);
        panel.put("gridPos", place);
        panel.put(
                "fieldConfig",
                Map.of("defaults", Map.of("unit", unit(metric), "min", 0), "overrides", List.of()));
        List<Object> targets = new ArrayList<>();
        for (Query query : queries(metric)) {
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("refId", String.valueOf((char) ('A' + targets.size())));
            target.put("datasource", SOURCE);
            target.put("expr", query.expression());
            target.put("legendFormat", query.legend());
            targets.add(target);
        }
        panel.put("targets", targets);
        return panel;
    }

    private record Query(String expression, String legend) {}

    private static List<Query> queries(MetricInfo metric) {
        String by = String.join(", ", metric.labels());
        StringBuilder legend = new StringBuilder();
        metric.labels()
                .forEach(label ->
                        legend.append(legend.isEmpty() ? "" : " ")
                                .append("{{")
                                .append(label)
                                .append("}}"));
        String name = metric.name();
        return switch (metric.kind()) {
            case COUNTER ->
                    List.of(
                            new Query(
                                    "sum by ("
                                            + by
                                            + ") (rate("
                                            + name
                                            + "{"
                                            + CHOSEN
                                            + "}[$__rate_interval]))",
                                    legend.toString()));
            case GAUGE ->
                    List.of(
                            new Query(
                                    "sum by (" + by + ") (" + name + "{" + CHOSEN + "})",
                                    legend.toString()));
            case HISTOGRAM ->
                    QUANTILES.stream()
                            .map(q ->
                                    new Query(
                                            "histogram_quantile("
                                                    + q
                                                    + ", sum by (le) (rate("
                                                    + name
                                                    + "_bucket{"
                                                    + CHOSEN
                                                    + "}[$__rate_interval])))",
                                            "p" + q.substring(2).replaceFirst("^5$", "50")))
                            .toList();
        };
    }

    private static String unit(MetricInfo metric) {
        String name = metric.name();
        if (metric.kind() == MetricKind.COUNTER) {
            return name.endsWith("_bytes_total") ? "Bps" : "cps";
        }
        return name.endsWith("_seconds") ? "s" : name.endsWith("_bytes") ? "bytes" : "short";
    }
}
