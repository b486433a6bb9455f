package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.Added;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class AddCancelTest {
    private static final int MIB = 1024 * 1024;
    private static final int POINTS = 20;

    @TempDir Path temp;
    private Path folder = Path.of("");

    @BeforeEach
    void folderOfLargeAndSmallFiles() throws IOException {
        Random random = new Random(7);
        folder = Files.createDirectories(temp.resolve("folder"));
        for (int i = 0; i < 60; i++) {
            byte[] small = new byte[10_000];
            random.nextBytes(small);
            Files.write(folder.resolve("small-" + i), small);
        }
        byte[] large = new byte[24 * MIB];
        random.nextBytes(large);
        Files.write(folder.resolve("large"), large);
    }

    private Map<String, Long> filesOf(Path repo) throws IOException {
        TreeMap<String, Long> files = new TreeMap<>();
        try (var walk = Files.walk(repo)) {
            for (Path path : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                files.put(repo.relativize(path).toString(), Files.size(path));
            }
        }
        return files;
    }

    @Test
    void cancellingAtRandomPointsLeavesNothing() throws Exception {
        Path repo = temp.resolve("repo");
        TestNode.in(
                repo,
                it -> {
                    it.add("before".getBytes(StandardCharsets.UTF_8));
                    Map<String, Long> filesBefore = filesOf(repo);
                    var statisticsBefore = it.blocks().statistics();
                    int tasksBefore = AnyIO.current().tasks().size();
                    Random random = new Random(20);
                    for (int point = 0; point < POINTS; point++) {
                        long at = random.nextLong(24L * MIB);
                        Outcome<Added> outcome =
                                CancelScope.<Added, RuntimeException>run(scope ->
                                        it.node()
                                                .add()
                                                .add(
                                                        AddInput.defaults(),
                                                        new TestNode.Recorded(
                                                                null,
                                                                Tree.of(folder),
                                                                progress -> {
                                                                    if (progress.done() >= at) {
                                                                        scope.cancel("test");
                                                                    }
                                                                })));
                        assertThat(outcome.wasCaught()).as("point " + at).isTrue();
                        assertThat(it.repository().pinCount()).isEqualTo(1);
                        assertThat(it.blocks().statistics().blocks())
                                .isEqualTo(statisticsBefore.blocks());
                        assertThat(filesOf(repo)).isEqualTo(filesBefore);
                        assertThat(AnyIO.current().tasks()).hasSize(tasksBefore);
                    }
                    Added added = it.add(folder);
                    assertThat(it.cat(added.cid() + "/large"))
                            .isEqualTo(Files.readAllBytes(folder.resolve("large")));
                    assertThat(it.node().repo().verify(_ -> {}, _ -> {}).bad()).isZero();
                });
    }

    @Test
    void aCancelledStreamDoesNotWaitForItsBytes() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    Outcome<Added> outcome =
                            CancelScope.<Added, RuntimeException>run(scope -> {
                                var source =
                                        io.ipfskit.operation.ByteSource.of(
                                                _ -> {
                                                    scope.cancel("test");
                                                    io.ipfskit.anyio.Time.sleepForever();
                                                    return -1;
                                                },
                                                -1);
                                return it.node()
                                        .add()
                                        .add(
                                                AddInput.defaults(),
                                                TestNode.of(
                                                        Tree.of(
                                                                List.of(
                                                                        Tree.Entry.file(
                                                                                "a", source)))));
                            });
                    assertThat(outcome.wasCaught()).isTrue();
                    assertThat(it.blocks().statistics().blocks()).isZero();
                });
    }
}
