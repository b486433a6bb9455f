package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The generated dashboard and alert rules ask for what the catalogue promises.
class GeneratedTest {
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern METRIC =
            Pattern.compile("\\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\\b(?!\\s*\\()");
    private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Set<String> OF_SCRAPE = Set.of("job", "instance");

    private static Map<String, MetricInfo> promised() {
        Map<String, MetricInfo> promised = new LinkedHashMap<>();
        Catalogue.metrics().forEach(metric -> promised.put(metric.name(), metric));
        return promised;
    }

    /// The metric that the name of a sample belongs to.
    private static MetricInfo metric(String sample, String query) {
        MetricInfo metric =
                promised()
                        .get(
                                sample.endsWith("_bucket")
                                        ? sample.substring(0, sample.length() - 7)
                                        : sample);
        assertThat(metric).as(sample + " in " + query).isNotNull();
        MetricInfo known = Objects.requireNonNull(metric);
        assertThat(sample.endsWith("_bucket"))
                .as(query)
                .isEqualTo(known.kind() == MetricKind.HISTOGRAM);
        return known;
    }

    private static void check(String query) {
        String plain = STRING.matcher(query).replaceAll("\"\"");
        Set<String> labels = new HashSet<>(OF_SCRAPE);
        labels.add("le");
        String names = BY.matcher(plain).replaceAll("").replaceAll("\\{[^}]*}", "");
        Matcher matcher = METRIC.matcher(names);
        int count = 0;
        while (matcher.find()) {
            count++;
            labels.addAll(metric(matcher.group(1), query).labels());
        }
        assertThat(count).as(query).isEqualTo(1);
        List<String> used = new ArrayList<>();
        Matcher by = BY.matcher(plain);
        while (by.find()) {
            used.addAll(List.of(by.group(1).split(",", -1)));
        }
        Matcher selector = SELECTOR.matcher(plain);
        while (selector.find()) {
            for (String pair : selector.group(2).split(",", -1)) {
                used.add(pair.replaceFirst("[=!~].*", ""));
            }
        }
        for (String label : used) {
            if (!label.isBlank()) {
                assertThat(labels).as(query).contains(label.strip());
            }
        }
    }

    private static List<String> expressions(String dashboard) {
        List<String> found = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("\"expr\": (\"(?:[^\"\\\\]|\\\\.)*\")").matcher(dashboard);
        while (matcher.find()) {
            String json = matcher.group(1);
            found.add(json.substring(1, json.length() - 1).replace("\\\"", "\""));
        }
        return found;
    }

    @Test
    void everyQueryOfTheGrafanaDashboardNamesAMetricAndItsLabels() {
        List<String> queries = expressions(Grafana.dashboard());

        assertThat(queries).hasSizeGreaterThan(Catalogue.metrics().size());
        queries.forEach(GeneratedTest::check);
    }

    @Test
    void everyMetricHasAPanel() {
        String queries = String.join("\n", expressions(Grafana.dashboard()));

        assertThat(Catalogue.metrics())
                .allSatisfy(metric -> assertThat(queries).contains(metric.name()));
    }

    @Test
    void panelsDoNotOverlap() {
        Matcher places =
                Pattern.compile(
                                "\"gridPos\": \\{\\s*\"x\": (\\d+),\\s*\"y\": (\\d+),\\s*\"w\":"
                                        + " (\\d+),\\s*\"h\": (\\d+)")
                        .matcher(Grafana.dashboard());
        Set<List<Integer>> taken = new HashSet<>();
        int count = 0;
        while (places.find()) {
            count++;
            int x = Integer.parseInt(places.group(1));
            int y = Integer.parseInt(places.group(2));
            for (int i = x; i < x + Integer.parseInt(places.group(3)); i++) {
                for (int j = y; j < y + Integer.parseInt(places.group(4)); j++) {
                    assertThat(taken.add(List.of(i, j))).as(i + ", " + j).isTrue();
                }
            }
        }
        assertThat(count).isGreaterThan(Catalogue.metrics().size());
    }

    @Test
    void everyAlertNamesAMetricAndItsLabels() {
        for (AlertRules.Rule rule : AlertRules.rules()) {
            check(rule.expression());
            assertThat(rule.name()).matches("IpfsKit[A-Za-z]+");
            assertThat(rule.lasting()).matches("\\d+[mh]");
            assertThat(rule.summary()).endsWith(".");
        }
        assertThat(AlertRules.rules().stream().map(AlertRules.Rule::name)).doesNotHaveDuplicates();
    }

    @Test
    void theFileOfRulesHasEachRule() {
        String yaml = AlertRules.yaml();

        assertThat(yaml).startsWith("groups:\n  - name: ipfs-kit\n    rules:\n");
        for (AlertRules.Rule rule : AlertRules.rules()) {
            assertThat(yaml)
                    .contains("- alert: " + rule.name() + "\n")
                    .contains("expr: '" + rule.expression() + "'\n");
        }
    }
}
