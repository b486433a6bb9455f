package io.ipfskit.node.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.ops.ExistsInput;
import io.ipfskit.node.ops.LsEntry;
import io.ipfskit.node.ops.LsInput;
import io.ipfskit.node.ops.Stat;
import io.ipfskit.node.ops.StatInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class ContentServiceTest {
    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path temp;

    @Test
    void rangesAreThoseOfTheFile() throws Exception {
        byte[] bytes = new byte[3 * 1024 * 1024 + 11];
        new Random(3).nextBytes(bytes);
        TestNode.in(
                temp,
                it -> {
                    String cid = it.add(bytes).cid();
                    Random random = new Random(4);
                    for (int i = 0; i < 50; i++) {
                        int from = random.nextInt(bytes.length + 1);
                        int length = random.nextInt(bytes.length);
                        try (Content content =
                                it.node().content().cat(new CatInput(cid, from, (long) length))) {
                            int end = Math.min(bytes.length, from + length);
                            assertThat(content.offset()).isEqualTo(from);
                            assertThat(content.length()).isEqualTo(end - from);
                            assertThat(content.total()).isEqualTo(bytes.length);
                            assertThat(content.readAll(bytes.length))
                                    .isEqualTo(Arrays.copyOfRange(bytes, from, end));
                        }
                    }
                });
    }

    @Test
    void aRangeBeyondTheEndIsRefusedAtItsField() throws Exception {
        TestNode.in(
                temp,
                it -> {
                    String cid = it.add("abc".getBytes(StandardCharsets.UTF_8)).cid();
                    OperationFailed failure =
                            catchThrowableOfType(
                                    OperationFailed.class,
                                    () -> it.node().content().cat(new CatInput(cid, 4, null)));
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(failure.failure().fields().getFirst().field()).isEqualTo("offset");
                });
    }

    @Test
    void aMissingBlockIsNotFoundAndNamed() throws Exception {
        TestNode.in(
                temp,
                it -> {
                    OperationFailed failure =
                            catchThrowableOfType(OperationFailed.class, () -> it.cat(MISSING));
                    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(failure).hasMessageContaining(MISSING);
                    assertThat(it.node().content().exists(new ExistsInput(MISSING)).exists())
                            .isFalse();
                });
    }

    @Test
    void malformedPathsAreInvalidArguments() throws Exception {
        TestNode.in(
                temp,
                it -> {
                    for (String path :
                            List.of("", "nonsense", "/ipfs/", "/ipfs/bafy", MISSING + "/../..")) {
                        OperationFailed failure =
                                catchThrowableOfType(OperationFailed.class, () -> it.cat(path));
                        assertThat(failure.code()).as(path).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                        assertThat(failure.failure().fields().getFirst().field()).isEqualTo("path");
                    }
                });
    }

    @Test
    void namesThatAreNotThereAreNotFound() throws Exception {
        Files.createDirectories(temp.resolve("d"));
        Files.writeString(temp.resolve("d/a"), "a");
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(temp.resolve("d")).cid();
                    for (String path : List.of(cid + "/b", cid + "/a/b")) {
                        OperationFailed failure =
                                catchThrowableOfType(OperationFailed.class, () -> it.cat(path));
                        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
                        assertThat(it.node().content().exists(new ExistsInput(path)).exists())
                                .isFalse();
                    }
                    assertThat(it.node().content().exists(new ExistsInput(cid + "/a")).exists())
                            .isTrue();
                });
    }

    @Test
    void aDamagedBlockIsAnIntegrityFailureThatNamesIt() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(8).nextBytes(bytes);
        TestNode.in(
                temp,
                it -> {
                    String cid = it.add(bytes).cid();
                    flipBytes(temp.resolve("blocks"), bytes);
                    OperationFailed failure =
                            catchThrowableOfType(OperationFailed.class, () -> it.cat(cid));
                    assertThat(failure.code()).isEqualTo(ErrorCode.INTEGRITY);
                    assertThat(failure).hasMessageContaining(cid);
                    List<Object> rows = new ArrayList<>();
                    assertThat(it.node().repo().verify(rows::add, _ -> {}).bad()).isEqualTo(1);
                    assertThat(rows).hasSize(1);
                    assertThat(rows.getFirst().toString()).contains(cid);
                });
    }

    /// Flips a byte in the middle of `bytes` wherever a file holds them.
    private static void flipBytes(Path folder, byte[] bytes) throws Exception {
        byte[] needle = Arrays.copyOfRange(bytes, 50_000, 50_016);
        int flipped = 0;
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                byte[] content = Files.readAllBytes(file);
                for (int i = 0; i + 16 <= content.length; i++) {
                    if (Arrays.equals(content, i, i + 16, needle, 0, 16)) {
                        content[i] ^= 1;
                        flipped++;
                        Files.write(file, content);
                    }
                }
            }
        }
        assertThat(flipped).isPositive();
    }

    @Test
    void listingsPageAndShowWhatEntriesAre() throws Exception {
        Path d = Files.createDirectories(temp.resolve("d"));
        Files.createDirectories(d.resolve("sub"));
        Files.writeString(d.resolve("a"), "aaa");
        Files.createSymbolicLink(d.resolve("l"), Path.of("a"));
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(d).cid();
                    List<Object> all = new ArrayList<>();
                    assertThat(it.node().content().ls(LsInput.of(cid), all::add).nextCursor())
                            .isNull();
                    assertThat(
                                    all.stream()
                                            .map(e ->
                                                    ((LsEntry) e).name()
                                                            + ":"
                                                            + ((LsEntry) e).type()))
                            .containsExactly("a:file", "l:symlink", "sub:directory");
                    assertThat(((LsEntry) all.get(0)).size()).isEqualTo(3);
                    assertThat(((LsEntry) all.get(1)).target()).isEqualTo("a");
                    List<Object> paged = new ArrayList<>();
                    String cursor = null;
                    do {
                        cursor =
                                it.node()
                                        .content()
                                        .ls(new LsInput(cid, true, 1, cursor), paged::add)
                                        .nextCursor();
                    } while (cursor != null);
                    assertThat(paged).isEqualTo(all);
                });
    }

    @Test
    void statSaysWhatItIsAndWhetherAllOfItIsHere() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    byte[] bytes = new byte[2 * 1024 * 1024 + 1];
                    String cid = it.add(bytes).cid();
                    Stat stat = it.node().content().stat(new StatInput(cid));
                    assertThat(stat.type()).isEqualTo("file");
                    assertThat(stat.size()).isEqualTo(bytes.length);
                    assertThat(stat.blocks()).isEqualTo(3);
                    assertThat(stat.local()).isTrue();
                });
    }

    @Test
    void aFolderIsNoFileToCat() throws Exception {
        Files.createDirectories(temp.resolve("d"));
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(temp.resolve("d")).cid();
                    OperationFailed failure =
                            catchThrowableOfType(OperationFailed.class, () -> it.cat(cid));
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                });
    }

    @Test
    void aMalformedNodeIsRefused() throws Exception {
        TestNode.in(
                temp,
                it -> {
                    String cid = it.put(Multicodec.DAG_PB, new byte[] {(byte) 0xff, 1, 2});
                    OperationFailed failure =
                            catchThrowableOfType(OperationFailed.class, () -> it.cat(cid));
                    assertThat(failure.code()).isEqualTo(ErrorCode.INTEGRITY);
                    assertThat(failure).hasMessageContaining(cid);
                });
    }
}
