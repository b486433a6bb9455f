package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Folders on disk: made from a seed, and compared.
final class Trees {
    private static final List<String> NAMES =
            List.of(
                    "a",
                    "Ünïcödé",
                    "日本語",
                    "with space",
                    "emoji-😀",
                    "percent%20",
                    "plus+",
                    "quote'");

    private Trees() {}

    /// A file of pseudo-random bytes.
    static Path file(Path path, long size, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(path)) {
            long left = size;
            while (left > 0) {
                random.nextBytes(buffer);
                int count = (int) Math.min(left, buffer.length);
                out.write(buffer, 0, count);
                left -= count;
            }
        }
        return path;
    }

    /// A small random tree: files around the chunk thresholds, empty files and folders, symlinks.
    static Path random(Path folder, long seed) throws IOException {
        Random random = new Random(seed);
        Files.createDirectories(folder);
        fill(folder, random, 0);
        return folder;
    }

    private static void fill(Path folder, Random random, int depth) throws IOException {
        int count = random.nextInt(6) + (depth == 0 ? 1 : 0);
        for (int i = 0; i < count; i++) {
            Path path = folder.resolve(NAMES.get(random.nextInt(NAMES.size())) + i);
            switch (random.nextInt(8)) {
                case 0 -> Files.createDirectory(path);
                case 1 ->
                        Files.createSymbolicLink(
                                path, Path.of(random.nextBoolean() ? "../x" : "日本語"));
                case 2 -> {
                    Files.createDirectory(path);
                    if (depth < 3) {
                        fill(path, random, depth + 1);
                    }
                }
                case 3 -> file(path, 0, 0);
                case 4 -> file(path, 262_144 + random.nextInt(3) - 1, random.nextLong());
                case 5 -> file(path, 1_048_576 + random.nextInt(3) - 1, random.nextLong());
                default -> file(path, random.nextInt(3_000_000), random.nextLong());
            }
        }
    }

    /// Asserts that two trees hold the same names, kinds, link targets and bytes.
    static void assertSame(Path expected, Path actual) throws IOException {
        Map<String, Path> left = contents(expected);
        Map<String, Path> right = contents(actual);
        assertThat(right.keySet()).isEqualTo(left.keySet());
        for (var entry : left.entrySet()) {
            Path a = entry.getValue();
            Path b = actual.resolve(entry.getKey());
            if (Files.isSymbolicLink(a)) {
                assertThat(Files.isSymbolicLink(b)).as("%s is a link", b).isTrue();
                assertThat(Files.readSymbolicLink(b)).isEqualTo(Files.readSymbolicLink(a));
            } else if (Files.isDirectory(a, LinkOption.NOFOLLOW_LINKS)) {
                assertThat(Files.isDirectory(b, LinkOption.NOFOLLOW_LINKS))
                        .as("%s is a folder", b)
                        .isTrue();
            } else {
                assertThat(Files.mismatch(a, b)).as("first difference of %s", b).isEqualTo(-1);
            }
        }
    }

    private static Map<String, Path> contents(Path root) throws IOException {
        Map<String, Path> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.forEach(path -> all.put(root.relativize(path).toString(), path));
        }
        return all;
    }
}
