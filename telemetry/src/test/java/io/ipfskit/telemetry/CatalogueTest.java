package io.ipfskit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The promised names.
class CatalogueTest {
    private static String row(MetricInfo metric) {
        return "| `"
                + metric.name()
                + "` | "
                + metric.kind().word()
                + " | "
                + (metric.labels().isEmpty() ? "-" : String.join(", ", metric.labels()))
                + " | "
                + metric.help()
                + " |";
    }

    @Test
    void theTableOfTheDocumentationIsTheCatalogue() throws Exception {
        List<String> promised = Catalogue.metrics().stream().map(CatalogueTest::row).toList();

        List<String> documented =
                Files.readAllLines(Path.of("..", "docs", "monitoring.md")).stream()
                        .filter(line -> line.matches("\\| `[a-z_]+` \\| (counter|gauge|hist).*"))
                        .toList();

        assertThat(documented).as(String.join("\n", promised)).containsExactlyElementsOf(promised);
    }

    @Test
    void everyNameKeepsTheRules() {
        for (MetricInfo metric : Catalogue.metrics()) {
            MetricNames.check(metric.kind(), metric.name());
            assertThat(metric.help()).as(metric.name()).endsWith(".");
        }
    }

    @Test
    void labelsAreFew() {
        assertThat(Catalogue.metrics())
                .allSatisfy(metric -> assertThat(metric.labels()).hasSizeLessThanOrEqualTo(3));
    }
}
