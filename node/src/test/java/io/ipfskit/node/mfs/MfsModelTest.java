package io.ipfskit.node.mfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Random edits do to the tree what they do to a model in memory, refusals included; collections in
/// between take nothing away, and the next start finds the same.
class MfsModelTest {
    private static final int SEEDS = 12;
    private static final int LIVES = 2;
    private static final int EDITS = 60;
    private static final List<String> NAMES = List.of("a", "b", "写", "d e");

    @TempDir Path folder;

    private TreeModel model = TreeModel.EMPTY;
    private String root = "";

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        int depth = 1 + random.nextInt(3);
        for (int i = 0; i < depth; i++) {
            path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
        }
        return path.toString();
    }

    /// A path that is there, mostly.
    private String known(Random random) {
        List<String> all = new ArrayList<>(model.entries().keySet());
        return all.isEmpty() || random.nextInt(5) == 0
                ? path(random)
                : all.get(random.nextInt(all.size()));
    }

    private interface Edit {
        FilesChanged make() throws InterruptedException;
    }

    private void edit(TestNode it, Random random) throws Exception {
        MfsTree tree = MfsTree.of(it.node());
        boolean flag = random.nextBoolean();
        String from = known(random);
        String to = random.nextBoolean() ? path(random) : known(random);
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                byte[] bytes = new byte[random.nextInt(2000)];
                random.nextBytes(bytes);
                boolean isFile = model.has(from) && !model.isFolder(from);
                int offset = isFile && !flag ? random.nextInt(model.bytes(from).length + 1) : 0;
                check(
                        model.write(from, offset, bytes, flag),
                        () -> tree.write(from, offset, bytes, flag));
            }
            case 2 -> check(model.mkdir(to, flag), () -> tree.mkdir(to, flag));
            case 3 -> check(model.rm(from, flag), () -> tree.rm(from, flag));
            case 4 -> check(model.mv(from, to), () -> tree.mv(from, to));
            case 5 -> check(model.cp(from, to, flag), () -> tree.cp(from, to, flag));
            default -> it.node().gc().collect(new RepoGcInput(false, true), _ -> {}, _ -> {});
        }
    }

    private void check(Optional<TreeModel> expected, Edit edit) throws InterruptedException {
        FilesChanged changed;
        try {
            changed = edit.make();
        } catch (OperationFailed refused) {
            assertThat(expected).as("refused: %s", refused.getMessage()).isEmpty();
            return;
        }
        if (expected.isEmpty()) {
            fail("not refused: " + changed);
        }
        model = expected.get();
        root = changed.root();
    }

    @Test
    void randomEditsAreThoseOfTheModelAlsoAfterAStart() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            model = TreeModel.EMPTY;
            root = "";
            for (int life = 0; life < LIVES; life++) {
                TestNode.in(
                        folder.resolve("data" + seed),
                        it -> {
                            MfsTree tree = MfsTree.of(it.node());
                            assertThat(tree.all()).isEqualTo(model);
                            for (int i = 0; i < EDITS; i++) {
                                edit(it, random);
                            }
                            assertThat(tree.all()).isEqualTo(model);
                            if (!root.isEmpty()) {
                                assertThat(it.node().files().root().cid()).hasToString(root);
                            }
                        });
            }
        }
    }
}
