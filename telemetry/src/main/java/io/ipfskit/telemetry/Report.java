package io.ipfskit.telemetry;

import io.ipfskit.telemetry.MetricReading.Bucket;
import io.ipfskit.telemetry.MetricReading.Distribution;
import io.ipfskit.telemetry.MetricReading.Series;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The numbers of a moment as one page that needs nothing else: HTML with charts as inline SVG, and
/// the same figures as JSON in it. Without scripts, fonts, links or anything from elsewhere.
public final class Report {
    private static final int ROWS_MAX = 30;
    private static final int WIDTH = 640;
    private static final int ROW = 22;
    private static final int TEXT = 300;
    private static final int HISTOGRAM_HEIGHT = 90;

    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:52rem;padding:0 1rem;color:#222;background:#fff}
            h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem;border-bottom:1px solid #ccc}h3{font:600 1rem ui-monospace,monospace;margin-bottom:0}
            p{margin:.2rem 0;color:#555}table{border-collapse:collapse;font-size:.9rem}td,th{padding:.1rem .8rem .1rem 0;text-align:left}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            svg{display:block;margin:.5rem 0;max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:#222}rect{fill:#2a6f97}
            @media (prefers-color-scheme:dark){body{background:#16181b;color:#ddd}p{color:#aaa}h2{border-color:#444}svg text{fill:#ddd}rect{fill:#61a5c2}}
            """;

    private final String service;
    private final Instant at;
    private final List<MetricReading> readings;

    /// @param service who it is about, such as `ipfs-kit 1.0`
    /// @param at when the numbers were read
    /// @param readings the numbers, see [Telemetry#read]
    public Report(String service, Instant at, List<MetricReading> readings) {
        this.service = service;
        this.at = at;
        this.readings = List.copyOf(readings);
    }

    // ---- JSON ----

    /// The figures as JSON: `{"service", "at", "metrics": [{"name", "kind", "help", "series":
    /// [{"labels", "value"} or {"labels", "count", "sum", "p50", "p95", "p99"}]}]}`. What cannot be
    /// told is null.
    public String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("service", service);
        root.put("at", at);
        root.put("metrics", readings.stream().map(Report::tree).toList());
        return JsonText.of(root);
    }

    private static Map<String, Object> tree(MetricReading reading) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("name", reading.name());
        metric.put("kind", reading.kind().word());
        metric.put("help", reading.help());
        List<Object> all = new ArrayList<>();
        for (Series series : reading.series()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("labels", series.labels());
            Distribution distribution = series.distribution();
            if (distribution == null) {
                one.put("value", series.value());
            } else {
                one.put("count", distribution.count());
                one.put("sum", distribution.sum());
                one.put("p50", distribution.quantile(0.5));
                one.put("p95", distribution.quantile(0.95));
                one.put("p99", distribution.quantile(0.99));
            }
            all.add(one);
        }
        metric.put("series", all);
        return metric;
    }

    // ---- HTML ----

    /// The page.
    public String html() {
        StringBuilder page = new StringBuilder(32 * 1024);
        page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>")
                .append(text(service))
                .append(" report</title>\n<style>")
                .append(STYLE)
                .append("</style>\n<h1>")
                .append(text(service))
                .append("</h1>\n<p>Numbers of ")
                .append(text(at.toString()))
                .append("</p>\n");
        String part = "";
        for (MetricReading reading : readings) {
            int end = reading.name().indexOf('_');
            String own = end < 0 ? reading.name() : reading.name().substring(0, end);
            if (!own.equals(part)) {
                part = own;
                page.append("<h2>").append(text(part)).append("</h2>\n");
            }
            section(page, reading);
        }
        page.append("<script type=\"application/json\" id=\"figures\">\n")
                .append(json())
                .append("</script>\n</html>\n");
        return page.toString();
    }

    private static void section(StringBuilder page, MetricReading reading) {
        page.append("<h3>")
                .append(text(reading.name()))
                .append("</h3>\n<p>")
                .append(text(reading.help()))
                .append("</p>\n");
        if (reading.series().isEmpty()) {
            page.append("<p>Nothing yet.</p>\n");
        } else if (reading.kind() == MetricKind.HISTOGRAM) {
            histogram(page, reading);
        } else {
            bars(page, reading);
        }
    }

    /// A bar for each series, the longest one the largest.
    private static void bars(StringBuilder page, MetricReading reading) {
        List<Series> rows =
                reading.series().stream()
                        .sorted((a, b) -> Double.compare(b.value(), a.value()))
                        .limit(ROWS_MAX)
                        .toList();
        double largest = Math.max(rows.getFirst().value(), Double.MIN_NORMAL);
        open(page, rows.size() * ROW, reading.name());
        for (int i = 0; i < rows.size(); i++) {
            Series row = rows.get(i);
            double share = row.value() > 0 ? row.value() / largest : 0;
            double width = Double.isFinite(share) ? share * (WIDTH - TEXT - 110) : 0;
            page.append(String.format(Locale.ROOT, "<text x=\"0\" y=\"%d\">", i * ROW + 15))
                    .append(text(label(row)))
                    .append("</text>")
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                                    TEXT,
                                    i * ROW + 4,
                                    width,
                                    ROW - 8))
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "<text x=\"%.1f\" y=\"%d\">",
                                    TEXT + width + 6,
                                    i * ROW + 15))
                    .append(text(number(row.value())))
                    .append("</text>\n");
        }
        page.append("</svg>\n");
        more(page, reading, rows.size());
    }

    /// The buckets of all series together, and a line of figures for each.
    private static void histogram(StringBuilder page, MetricReading reading) {
        List<Bucket> buckets = together(reading);
        long most = buckets.stream().mapToLong(Bucket::count).max().orElse(0);
        if (most > 0) {
            double step = (double) WIDTH / buckets.size();
            open(page, HISTOGRAM_HEIGHT + 20, reading.name());
            for (int i = 0; i < buckets.size(); i++) {
                double height = (double) HISTOGRAM_HEIGHT * buckets.get(i).count() / most;
                page.append(
                                String.format(
                                        Locale.ROOT,
                                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\""
                                                + " height=\"%.1f\"><title>",
                                        i * step + 1,
                                        HISTOGRAM_HEIGHT - height,
                                        Math.max(1, step - 2),
                                        height))
                        .append(
                                text(
                                        "up to "
                                                + number(buckets.get(i).bound())
                                                + ": "
                                                + buckets.get(i).count()))
                        .append("</title></rect>")
                        .append(
                                String.format(
                                        Locale.ROOT,
                                        "<text x=\"%.1f\" y=\"%d\">",
                                        i * step,
                                        HISTOGRAM_HEIGHT + 15))
                        .append(i % 3 == 0 ? text(number(buckets.get(i).bound())) : "")
                        .append("</text>\n");
            }
            page.append("</svg>\n");
        }
        page.append("<table><tr><th></th>");
        for (String head : List.of("count", "mean", "p50", "p95", "p99")) {
            page.append("<th class=\"n\">").append(head).append("</th>");
        }
        page.append("</tr>\n");
        int rows = 0;
        for (Series series : reading.series()) {
            Distribution distribution = series.distribution();
            if (distribution == null || rows++ >= ROWS_MAX) {
                continue;
            }
            page.append("<tr><td>").append(text(label(series))).append("</td>");
            cell(page, (double) distribution.count());
            cell(page, series.value());
            for (double q : new double[] {0.5, 0.95, 0.99}) {
                cell(page, distribution.quantile(q));
            }
            page.append("</tr>\n");
        }
        page.append("</table>\n");
        more(page, reading, Math.min(rows, ROWS_MAX));
    }

    /// The sums of the buckets; the series of one metric have the same bounds.
    private static List<Bucket> together(MetricReading reading) {
        List<Bucket> sums = new ArrayList<>();
        for (Series series : reading.series()) {
            Distribution distribution = series.distribution();
            List<Bucket> own = distribution == null ? List.of() : distribution.buckets();
            for (int i = 0; i < own.size(); i++) {
                if (i == sums.size()) {
                    sums.add(own.get(i));
                } else {
                    sums.set(
                            i,
                            new Bucket(
                                    sums.get(i).bound(), sums.get(i).count() + own.get(i).count()));
                }
            }
        }
        return sums;
    }

    private static void open(StringBuilder page, int height, String name) {
        page.append(
                        String.format(
                                Locale.ROOT,
                                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                                        + " aria-label=\"",
                                WIDTH,
                                height,
                                WIDTH,
                                height))
                .append(text(name))
                .append("\">\n");
    }

    private static void more(StringBuilder page, MetricReading reading, int shown) {
        int left = reading.series().size() - shown;
        if (left > 0) {
            page.append("<p>and ").append(left).append(" more, see the figures</p>\n");
        }
    }

    private static void cell(StringBuilder page, double value) {
        page.append("<td class=\"n\">").append(text(number(value))).append("</td>");
    }

    private static String label(Series series) {
        return series.labels().isEmpty() ? "all" : String.join(", ", series.labels().values());
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return "more";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    /// Text that is no markup.
    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
