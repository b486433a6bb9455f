package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `add --nocopy`, `filestore ls` and `filestore verify` beside Kubo's.
class KuboFilestoreTest {
    private static final int[] SIZES = {0, 1, 999, 1000, 1001, 2500, 262_144, 262_145, 3_000_000};

    @TempDir static Path temp;
    private static Path forest = Path.of("");

    @BeforeAll
    static void growTheForest() throws Exception {
        Required.kubo();
        forest = Files.createDirectory(temp.toRealPath().resolve("forest"));
        Files.createDirectory(forest.resolve("below"));
        for (int size : SIZES) {
            Trees.file(forest.resolve("file" + size), size, size);
            Trees.file(forest.resolve("below/file" + size), size, size + 1);
        }
        Files.createSymbolicLink(forest.resolve("link"), Path.of("file1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unixfs-v0-2015 --raw-leaves",
                "unixfs-v1-2025",
                "unixfs-v0-2015 --raw-leaves --chunker=size-1000",
                "unixfs-v1-2025 --chunker=size-1000 --trickle"
            })
    void theSameOptionsGiveKubosCidsAndReferences(String row) throws Exception {
        List<String> words = List.of(row.split(" "));
        Path kubo = Files.createTempDirectory(temp, "kubo");
        kubo(kubo, "init", "--empty-repo", "--profile", "test," + words.getFirst());
        kubo(kubo, "config", "--json", "Experimental.FilestoreEnabled", "true");
        Path data = Files.createTempDirectory(temp, "data");
        Files.writeString(
                data.resolve("config.toml"), "[filestore]\nroots = [\"" + forest + "\"]\n");
        List<String> theirs = new ArrayList<>(List.of("add", "-r", "--nocopy"));
        theirs.addAll(words.subList(1, words.size()));
        theirs.add(forest.toString());
        List<String> ours = new ArrayList<>(theirs);
        ours.addAll(List.of("--profile", words.getFirst()));
        assertThat(added(Product.run(data, ours.toArray(String[]::new)).ok().out()))
                .containsExactlyElementsOf(added(kubo(kubo, theirs.toArray(String[]::new))));
        assertThat(references(Product.run(data, "filestore", "ls").ok().out()))
                .containsExactlyElementsOf(references(kubo(kubo, "filestore", "ls")));
    }

    @Test
    void aChangedFileIsToldAsKuboTellsIt() throws Exception {
        Path kubo = Files.createTempDirectory(temp, "kubo");
        kubo(kubo, "init", "--empty-repo", "--profile", "test");
        kubo(kubo, "config", "--json", "Experimental.FilestoreEnabled", "true");
        Path data = Files.createTempDirectory(temp, "data");
        Path own = Files.createDirectory(temp.toRealPath().resolve("changing"));
        Files.writeString(data.resolve("config.toml"), "[filestore]\nroots = [\"" + own + "\"]\n");
        Trees.file(own.resolve("kept"), 100, 1);
        Trees.file(own.resolve("changed"), 100, 2);
        Trees.file(own.resolve("gone"), 100, 3);
        String[] add = {"add", "-r", "--nocopy", "--profile", "unixfs-v0-2015", own.toString()};
        Product.run(data, add).ok();
        kubo(kubo, "add", "-r", "--nocopy", own.toString());
        Trees.file(own.resolve("changed"), 100, 4);
        Files.delete(own.resolve("gone"));
        assertThat(states(Product.run(data, "filestore", "verify").ok().out()))
                .containsExactly("changed", "no-file", "ok")
                .containsExactlyElementsOf(states(kubo(kubo, "filestore", "verify")));
    }

    private static List<String> added(String output) {
        try (Stream<String> lines = output.lines()) {
            return lines.filter(line -> line.startsWith("added ")).sorted().toList();
        }
    }

    /// CID, size, file name and offset of each.
    private static List<String> references(String output) {
        try (Stream<String> lines = output.lines()) {
            return lines.map(line -> line.strip().split("\\s+", -1))
                    .map(words ->
                            words[0]
                                    + " "
                                    + words[1]
                                    + " "
                                    + Path.of(words[2]).getFileName()
                                    + " "
                                    + words[3])
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static List<String> states(String output) {
        try (Stream<String> lines = output.lines()) {
            return lines.map(line -> line.split("\\s+", -1)[0]).sorted().toList();
        }
    }

    private static String kubo(Path repository, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Required.kubo().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_PATH", repository.toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return Product.execute(builder).ok().out();
    }
}
