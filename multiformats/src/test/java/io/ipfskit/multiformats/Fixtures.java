package io.ipfskit.multiformats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Test data beside the repository: `../shared/fixtures` seen from its root, or
/// `-Dipfskit.fixtures=DIR`. A test skips where the folder is absent, and fails instead where
/// `CI=true`.
final class Fixtures {
    private Fixtures() {}

    static List<String> lines(String name) throws IOException {
        Path root = Path.of(System.getProperty("ipfskit.fixtures", "../../shared/fixtures"));
        Path file = root.resolve(name);
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(
                    Files.isDirectory(root), "no fixtures in " + root.toAbsolutePath().normalize());
        }
        return Files.readAllLines(file);
    }

    static byte[] hex(String text) {
        return java.util.HexFormat.of().parseHex(text);
    }
}
