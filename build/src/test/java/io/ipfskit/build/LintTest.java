package io.ipfskit.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiomigration.Migrate;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The lint that we give to others finds nothing in our own sources. It runs here and not in each
/// module's compilation, because it is built in a module that depends on some of them.
class LintTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Modules whose sources need more to compile than this module sees.
    private static final List<String> APART = List.of("anyio-migration", "bench", "interop");

    @Test
    void noCatchOfOursSwallowsACancellation() throws IOException {
        List<Path> trees = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(ROOT)) {
            for (Path entry : entries) {
                Path tree = entry.resolve("src/main/java");
                if (Files.isDirectory(tree) && !APART.contains(entry.getFileName().toString())) {
                    trees.add(tree);
                }
            }
        }
        assertThat(trees).hasSizeGreaterThan(12);
        Migrate.Result result = new Migrate("").run(trees, false);
        assertThat(result.errors()).as("what does not compile is not looked at").isEmpty();
        assertThat(result.findings())
                .filteredOn(finding -> finding.check().equals("SwallowedCancellation"))
                .isEmpty();
    }
}
