package io.ipfskit.node.filestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.node.NodeOptions;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Random adds with and without references, changes of the files, unpinning and collection, against
/// a model: what is pinned reads as what was added, or fails where it may.
class ReferenceModelTest {
    private static final int CHUNK = 100;
    private static final int FILES = 4;
    private static final int STEPS = 120;

    /// The contents of chunks, few, so that files share them.
    private static final int CHUNKS = 6;

    @TempDir Path temp;

    private final Map<String, byte[]> pinned = new HashMap<>();

    /// Roots whose bytes are all in the store, whatever becomes of files.
    private final Set<String> stored = new HashSet<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsPinnedReadsAsItWasAddedOrFailsWhereItMay(int seed) throws Exception {
        Random random = new Random(seed);
        Path root = Files.createDirectory(temp.toRealPath().resolve("root"));
        NodeOptions options =
                NodeOptions.offline("test/1")
                        .withFilestore(new FilestoreRules(List.of(root), false));
        int[] read = new int[2];
        TestNode.in(
                temp.resolve("data"),
                options,
                it -> {
                    for (int step = 0; step < STEPS; step++) {
                        Path file = root.resolve("file" + random.nextInt(FILES));
                        step(it, random, file);
                        check(it, read);
                    }
                });
        assertThat(read[0]).as("reads").isPositive();
        assertThat(read[1]).as("failures").isPositive();
    }

    private void step(TestNode it, Random random, Path file) throws Exception {
        switch (random.nextInt(8)) {
            case 0 -> Files.deleteIfExists(file);
            case 1, 2 -> Files.write(file, content(random));
            case 3 -> {
                if (!pinned.isEmpty()) {
                    String cid = pinned.keySet().stream().sorted().findFirst().orElseThrow();
                    it.node().pins().remove(new PinRmInput(cid, true));
                    pinned.remove(cid);
                    stored.remove(cid);
                }
            }
            case 4 -> it.node().gc().collect(new RepoGcInput(false, true), _ -> {}, _ -> {});
            default -> {
                if (Files.exists(file)) {
                    boolean nocopy = random.nextInt(3) != 0;
                    String cid = add(it, file, nocopy);
                    pinned.put(cid, Files.readAllBytes(file));
                    if (!nocopy) {
                        stored.add(cid);
                    }
                    // Whatever it was before, it can be read now.
                    assertThat(it.cat(cid)).isEqualTo(Files.readAllBytes(file));
                }
            }
        }
    }

    private static String add(TestNode it, Path file, boolean nocopy) throws InterruptedException {
        return it.node()
                .add()
                .add(
                        new AddInputBuilder().chunker("size-" + CHUNK).nocopy(nocopy).build(),
                        TestNode.of(Tree.of(file)))
                .cid();
    }

    private static byte[] content(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int chunks = 1 + random.nextInt(4);
        for (int i = 0; i < chunks; i++) {
            byte[] chunk = new byte[CHUNK];
            new Random(random.nextInt(CHUNKS)).nextBytes(chunk);
            out.writeBytes(chunk);
        }
        return out.toByteArray();
    }

    private void check(TestNode it, int[] read) throws Exception {
        for (Map.Entry<String, byte[]> entry : pinned.entrySet()) {
            try {
                assertThat(it.cat(entry.getKey())).isEqualTo(entry.getValue());
                read[0]++;
            } catch (OperationFailed failed) {
                assertThat(failed.code()).isEqualTo(ErrorCode.INTEGRITY);
                assertThat(stored).doesNotContain(entry.getKey());
                read[1]++;
            }
        }
    }
}
