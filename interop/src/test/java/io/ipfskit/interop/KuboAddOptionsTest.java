package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// The same options give the same CIDs as Kubo, for each file, link and folder of a thousand random
/// trees and of some wide ones, whose sizes lie around the thresholds of the options.
class KuboAddOptionsTest {
    private static final int TREES = 1_000;
    private static final int[] SIZES = {
        0, 1, 30, 31, 32, 33, 99, 100, 101, 127, 128, 129, 300, 999, 1_000, 1_001, 2_999, 3_000,
        3_001, 9_000, 9_001, 12_345
    };
    private static final List<String> NAMES =
            List.of("a", "b.log", ".hidden", "Ünïcödé", "日本語", "with space", "emoji-😀");

    @TempDir static Path temp;
    private static Path forest = Path.of("");

    @BeforeAll
    static void growTheForest() throws Exception {
        Required.kubo();
        forest = Files.createDirectory(temp.resolve("forest"));
        for (int seed = 0; seed < TREES; seed++) {
            Random random = new Random(seed);
            fill(Files.createDirectory(forest.resolve("tree%04d".formatted(seed))), random, 0);
        }
        for (int width : new int[] {3, 4, 5, 8, 9, 64, 65, 700}) {
            Path wide = Files.createDirectory(forest.resolve("wide" + width));
            for (int i = 0; i < width; i++) {
                Files.writeString(wide.resolve("entry number " + i), Integer.toString(i));
            }
        }
        Trees.file(forest.resolve("large"), 2_000_000, 1);
        Trees.file(forest.resolve("at-a-cut"), 128 * 1024, 2);
    }

    private static void fill(Path folder, Random random, int depth) throws IOException {
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Path path = folder.resolve(NAMES.get(random.nextInt(NAMES.size())) + i);
            switch (random.nextInt(6)) {
                case 0 ->
                        Files.createSymbolicLink(path, Path.of("t".repeat(random.nextInt(40) + 1)));
                case 1 -> {
                    Files.createDirectory(path);
                    if (depth < 3) {
                        fill(path, random, depth + 1);
                    }
                    mark(path, random);
                }
                default -> {
                    Trees.file(path, SIZES[random.nextInt(SIZES.length)], random.nextLong());
                    mark(path, random);
                }
            }
        }
    }

    private static void mark(Path path, Random random) throws IOException {
        String mode = random.nextBoolean() ? "rwxr-x--x" : "rwx------";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        Instant time =
                Instant.ofEpochSecond(
                        random.nextInt(2_000_000_000), random.nextBoolean() ? 0 : 123_456_789);
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unixfs-v0-2015 --chunker=size-1000 --max-file-links=3",
                "unixfs-v1-2025 --chunker=size-1000 --max-file-links=3 --hidden",
                "unixfs-v0-2015 --chunker=size-100 --max-file-links=3 --trickle",
                "unixfs-v1-2025 --chunker=size-100 --max-file-links=2 --trickle",
                "unixfs-v0-2015 --chunker=rabin-100-256-1000",
                "unixfs-v1-2025 --chunker=rabin-100-300-1000 --trickle",
                "unixfs-v1-2025 --chunker=buzhash",
                "unixfs-v0-2015 --inline",
                "unixfs-v1-2025 --inline --inline-limit=128 --chunker=size-100",
                "unixfs-v1-2025 --hash=sha2-512 --raw-leaves=false --empty-dirs=false",
                "unixfs-v1-2025 --hash=sha3-256 --ignore=*.log* --ignore=!b.log1",
                "unixfs-v0-2015 --cid-version=1 --raw-leaves=true"
            })
    void aThousandRandomTreesHaveKubosCids(String row) throws Exception {
        compare(row, true);
    }

    /// What Kubo does otherwise, or not at all, with `--only-hash`: the outermost folder has no
    /// limits then, and folders with attributes fail.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unixfs-v0-2015 --preserve-mode --preserve-mtime",
                "unixfs-v1-2025 --preserve-mode --raw-leaves=false --max-directory-links=4",
                "unixfs-v0-2015 --mode=0640 --mtime=1000 --mtime-nsecs=7 --trickle",
                "unixfs-v0-2015 --mtime=-1000 --chunker=size-1000 --wrap-with-directory",
                "unixfs-v1-2025 --max-directory-links=4 --max-hamt-fanout=8",
                "unixfs-v0-2015 --max-directory-links=64 --max-hamt-fanout=1024 --raw-leaves=true",
                "unixfs-v0-2015 --inline --inline-limit=128 --max-directory-links=2"
            })
    void attributesAndLimitsOfFoldersGiveKubosCids(String row) throws Exception {
        compare(row, false);
    }

    private static void compare(String row, boolean onlyHash) throws Exception {
        List<String> words = List.of(row.split(" "));
        String profile = words.getFirst();
        Path repository = Files.createTempDirectory(temp, "kubo");
        kubo(repository, List.of("init", "--empty-repo", "--profile", "test," + profile));
        List<String> add = new ArrayList<>(List.of("add", "-r"));
        add.addAll(words.subList(1, words.size()));
        if (onlyHash) {
            add.add("--only-hash");
        }
        List<String> ours = new ArrayList<>(add);
        if (!onlyHash) {
            ours.add("--only-hash");
        }
        ours.addAll(List.of("--profile", profile, forest.toString()));
        add.add(forest.toString());
        List<String> theirs = rows(kubo(repository, add));
        assertThat(rows(Product.run(temp.resolve("data"), ours.toArray(String[]::new)).ok().out()))
                .containsExactlyElementsOf(theirs);
        assertThat(theirs.size()).isGreaterThan(TREES);
    }

    private static String kubo(Path repository, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Required.kubo().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_PATH", repository.toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return Product.execute(builder).ok().out();
    }

    private static List<String> rows(String output) {
        try (Stream<String> lines = output.lines()) {
            // the folder that wraps has no name: Kubo leaves a space there
            return lines.map(String::stripTrailing)
                    .filter(line -> line.startsWith("added "))
                    .sorted()
                    .toList();
        }
    }
}
