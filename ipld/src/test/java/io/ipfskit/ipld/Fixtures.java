package io.ipfskit.ipld;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Test data beside the repository: `../shared/fixtures` seen from its root, or
/// `-Dipfskit.fixtures=DIR`. A test skips where the folder is absent, and fails instead where
/// `CI=true`.
public final class Fixtures {
    private Fixtures() {}

    /// A file or folder of the fixtures.
    public static Path path(String name) {
        Path root = Path.of(System.getProperty("ipfskit.fixtures", "../../shared/fixtures"));
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(
                    Files.isDirectory(root), "no fixtures in " + root.toAbsolutePath().normalize());
        }
        return root.resolve(name);
    }

    /// The bytes of a file of the fixtures.
    public static ByteBuffer bytes(String name) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(path(name)));
    }

    /// All files below a folder of the fixtures whose names end so.
    public static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(path(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    /// Bytes from hex; spaces are ignored.
    public static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
    }
}
