package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.node.ops.StatInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

/// Expected values: Kubo 0.43, profile `unixfs-v1-2025`, `ipfs add -r --only-hash
/// --raw-leaves=false` with `--preserve-mode` and `--preserve-mtime`.
class AddAttributesTest {
    @TempDir Path temp;
    private Path folder = Path.of("");

    @BeforeEach
    void filesWithModesAndTimes() throws Exception {
        folder = Files.createDirectories(temp.resolve("p"));
        set(
                Files.write(folder.resolve("l"), new byte[2_500_000]),
                "rw-------",
                "2020-01-02T03:04:05.123456789Z");
        set(Files.writeString(folder.resolve("s"), "hello"), "rw-r-----", "2020-01-02T03:04:05Z");
    }

    private static void set(Path file, String mode, String time) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }

    private static AddInput input(boolean mode, boolean mtime, @Nullable Boolean raw) {
        return new AddInputBuilder().rawLeaves(raw).preserveMode(mode).preserveMtime(mtime).build();
    }

    private List<String> filesOf(TestNode it, boolean mode, boolean mtime) throws Exception {
        var call = TestNode.of(Tree.of(folder));
        it.node().add().add(input(mode, mtime, null), call);
        return call.rows.stream().map(row -> ((AddedEntry) row).cid()).limit(2).toList();
    }

    @Test
    void modesAndTimesGiveKubosCids() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    assertThat(filesOf(it, true, false))
                            .containsExactly(
                                    "bafybeiasf6hbsfqalqjnkql7zyhc5mpymdri232b36uz3xbqs3vqghzhfi",
                                    "bafybeiaqyurnvj5qbjqerc3z52utyikjvviymlmqhs6hgjyyuwwwxlbzse");
                    assertThat(filesOf(it, false, true))
                            .containsExactly(
                                    "bafybeiftfbdrmemnu5uaxosrep64qjernkphdxcfl3xowutbmhhylv5uha",
                                    "bafybeidnsviqsy2fzvvb2yxcar7nnms5rjtkrebafv57u57s4ocgpmuzfm");
                    List<String> both = filesOf(it, true, true);
                    assertThat(both)
                            .containsExactly(
                                    "bafybeiduwmpwttb5ioeycdagw3p3tcdtyo3eylu25digynrlbmehklqt5y",
                                    "bafybeia4pjpbyyepou5kstmjbgulbbnpgro4gg7eu5sismaeecf7eop5ay");
                    var stat = it.node().content().stat(new StatInput(both.get(1)));
                    assertThat(stat.mode()).isEqualTo(0640);
                    assertThat(stat.mtime()).isEqualTo("2020-01-02T03:04:05Z");
                });
    }

    @Test
    void rawLeavesCannotHoldThem() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    OperationFailed failure =
                            catchThrowableOfType(
                                    OperationFailed.class,
                                    () ->
                                            it.node()
                                                    .add()
                                                    .add(
                                                            input(true, false, true),
                                                            TestNode.of(Tree.of(folder))));
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                });
    }
}
