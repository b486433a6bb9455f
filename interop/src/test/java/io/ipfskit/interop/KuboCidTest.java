package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Kubo and we give the same CIDs, for two hundred random trees in both import profiles.
class KuboCidTest {
    private static final int TREES = 200;

    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"unixfs-v1-2025", "unixfs-v0-2015"})
    void twoHundredRandomTreesHaveKubosCids(String profile) throws Exception {
        Path kubo = Required.kubo();
        Path forest = Files.createDirectory(temp.resolve("forest"));
        for (int seed = 0; seed < TREES; seed++) {
            Trees.random(forest.resolve("tree%03d".formatted(seed)), seed);
        }
        Path wide = Files.createDirectory(forest.resolve("wide"));
        for (int i = 0; i < 5_000; i++) {
            Files.writeString(wide.resolve("entry number " + i), Integer.toString(i));
        }
        List<String> theirs = rows(kuboAdd(kubo, profile, forest));
        List<String> ours =
                rows(
                        Product.run(
                                        temp.resolve("data"),
                                        "add",
                                        "-r",
                                        "--only-hash",
                                        "--profile",
                                        profile,
                                        forest.toString())
                                .ok()
                                .out());
        assertThat(ours).containsExactlyElementsOf(theirs);
        assertThat(ours.size()).isGreaterThan(TREES + 5_000);
    }

    private String kuboAdd(Path kubo, String profile, Path folder) throws Exception {
        Path repository = temp.resolve("kubo-" + profile);
        kubo(kubo, repository, "init", "--empty-repo", "--profile", "test," + profile).ok();
        return kubo(kubo, repository, "add", "-r", "--only-hash", folder.toString()).ok().out();
    }

    private static Product.Result kubo(Path kubo, Path repository, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(kubo.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_PATH", repository.toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return Product.execute(builder);
    }

    private static List<String> rows(String output) {
        try (Stream<String> lines = output.lines()) {
            return lines.filter(line -> line.startsWith("added ")).sorted().toList();
        }
    }
}
