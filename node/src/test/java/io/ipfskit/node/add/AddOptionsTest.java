package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;
import io.ipfskit.operation.Tree.AddRules;
import io.ipfskit.operation.Tree.Dereference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// CIDs are facts: Kubo 0.43.1 with the options of the row.
class AddOptionsTest {
    @TempDir Path temp;

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static String add(TestNode it, AddInput input, Tree tree) throws Exception {
        return it.node().add().add(input, TestNode.of(tree)).cid();
    }

    @ParameterizedTest
    @CsvSource({
        "rabin, bafybeicythioj4jzvdqjusyuud6svzvxu7gfgf75uum64w5i2r66rxzfeq",
        "rabin-65536, bafybeie3y4bi6j2ue3yy5mjzwdkdi76yk2xwnstct7mj2xwn4nxrdvfvdq",
        "rabin-1000-4096-9000, bafybeichdwii2hotdr6xz6hylagyrhqe35ykolv5roxndmdx4ph6bi7ycm",
        "buzhash, bafybeibzkwcti3judxnih3a7whttx26yrz3x2uoaahiacmuuwzc37ngma4",
        "size-1000, bafybeiczbh3q2upg3trusmu3phvpgrnk32cj7zmnkzzq5xxzho6b5vbm4e"
    })
    void aFileIsCutAlikeFromDiskStreamAndTree(String chunker, String cid) throws Exception {
        byte[] bytes = random(3_000_000);
        Path file = Files.write(temp.resolve("file"), bytes);
        AddInput input = new AddInputBuilder().chunker(chunker).build();
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    assertThat(add(it, input, Tree.of(file))).isEqualTo(cid);
                    assertThat(it.cat(cid)).isEqualTo(bytes);
                    assertThat(it.node().add().add(input, TestNode.of(bytes)).cid()).isEqualTo(cid);
                    var stream = ByteSource.of(new ByteArrayInputStream(bytes));
                    var call = new TestNode.Recorded(stream, null, _ -> {});
                    assertThat(it.node().add().add(input, call).cid()).isEqualTo(cid);
                });
    }

    @Test
    void theEmptyFileIsOneChunkOfEveryChunker() throws Exception {
        Path file = Files.write(temp.resolve("file"), new byte[0]);
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    for (String chunker : List.of("rabin", "buzhash", "size-7")) {
                        AddInput input = new AddInputBuilder().chunker(chunker).build();
                        String cid = it.add(file).cid();
                        assertThat(add(it, input, Tree.of(file))).isEqualTo(cid);
                        assertThat(it.node().add().add(input, TestNode.of(new byte[0])).cid())
                                .isEqualTo(cid);
                    }
                });
    }

    @Test
    void inlinedContentIsReadBack() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("p"));
        Files.writeString(folder.resolve("a"), "hello");
        AddInput input = new AddInputBuilder().inline(true).build();
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = add(it, input, Tree.of(folder.resolve("a")));
                    assertThat(cid).isEqualTo("bafkqablimvwgy3y");
                    assertThat(it.cat(cid)).asString().isEqualTo("hello");
                    assertThat(it.cat(add(it, input, Tree.of(folder)) + "/a"))
                            .asString()
                            .isEqualTo("hello");
                });
    }

    @Test
    void rulesLeaveEntriesOutOfFoldersAndTrees() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("p"));
        Files.createDirectories(folder.resolve("target/x"));
        Files.writeString(folder.resolve("target/x/out"), "o");
        Files.writeString(folder.resolve("a.log"), "l");
        Files.writeString(folder.resolve("a"), "a");
        AddInput plain = new AddInputBuilder().build();
        AddInput ignoring = new AddInputBuilder().ignore(List.of("*.log", "/target/")).build();
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    var call = TestNode.of(Tree.of(folder));
                    String cid = it.node().add().add(ignoring, call).cid();
                    assertThat(call.paths()).containsExactly("p/a", "p");
                    AddRules rules =
                            new AddRules(false, Dereference.NEVER, List.of("*.log", "/target/"));
                    assertThat(add(it, plain, Tree.of(folder, rules))).isEqualTo(cid);
                    List<Tree.Entry> entries =
                            List.of(
                                    Tree.Entry.directory("p"),
                                    entry("p/a.log"),
                                    entry("p/target/x/out"),
                                    Tree.Entry.directory("p/target"),
                                    entry("p/a"));
                    assertThat(add(it, ignoring, Tree.of(entries))).isEqualTo(cid);
                });
    }

    private static Tree.Entry entry(String path) {
        return Tree.Entry.file(
                path, ByteSource.of("a".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void emptyFoldersAreLeftOutWhenAsked() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("p"));
        Files.createDirectories(folder.resolve("hid"));
        Files.writeString(folder.resolve("hid/.h"), "h");
        Files.createDirectories(folder.resolve("emp"));
        Files.createDirectories(folder.resolve("sub/emp"));
        AddInput input = new AddInputBuilder().emptyDirs(false).build();
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    var call = TestNode.of(Tree.of(folder));
                    String cid = it.node().add().add(input, call).cid();
                    // as Kubo: a folder that holds only such a folder stays
                    assertThat(call.paths()).containsExactly("p/sub", "p");
                    List<Tree.Entry> entries =
                            List.of(
                                    Tree.Entry.directory("p"),
                                    Tree.Entry.directory("p/sub/emp"),
                                    Tree.Entry.directory("p/emp"));
                    assertThat(add(it, input, Tree.of(entries))).isEqualTo(cid);
                    assertThat(add(it, input, Tree.of(folder.resolve("emp"))))
                            .isEqualTo(it.add(folder.resolve("emp")).cid());
                });
    }

    @Test
    void symbolicLinksAreFollowedWhenAsked() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("p"));
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("a"), "a");
        Files.createSymbolicLink(folder.resolve("file"), outside.resolve("a"));
        Files.createSymbolicLink(folder.resolve("folder"), outside);
        Path argument = Files.createSymbolicLink(temp.resolve("link"), folder);
        Path flat = Files.createDirectories(temp.resolve("q"));
        Files.createDirectories(flat.resolve("folder"));
        Files.writeString(flat.resolve("file"), "a");
        Files.writeString(flat.resolve("folder/a"), "a");
        AddInput input = AddInput.defaults();
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    AddRules root = new AddRules(false, Dereference.ROOT, List.of());
                    AddRules always = new AddRules(false, Dereference.ALWAYS, List.of());
                    assertThat(add(it, input, Tree.of(argument, root)))
                            .isEqualTo(it.add(folder).cid())
                            .isNotEqualTo(it.add(argument).cid());
                    assertThat(add(it, input, Tree.of(argument, always)))
                            .isEqualTo(it.add(flat).cid());
                });
    }

    @Test
    void aFollowedLinkThatLeadsBackIsAnErrorThatNamesIt() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("p/sub"));
        Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(temp.resolve("p/broken"), Path.of("nowhere"));
        AddRules always = new AddRules(false, Dereference.ALWAYS, List.of());
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    assertThat(failure(it, Tree.of(temp.resolve("p/broken"), always)))
                            .hasMessageContaining("broken");
                    Files.delete(temp.resolve("p/broken"));
                    assertThat(failure(it, Tree.of(temp.resolve("p"), always)))
                            .hasMessageContaining("leads back");
                });
    }

    private static OperationFailed failure(TestNode it, Tree tree) {
        return catchThrowableOfType(
                OperationFailed.class,
                () -> it.node().add().add(AddInput.defaults(), TestNode.of(tree)));
    }

    @Test
    void aBadOptionNamesItsField() throws Exception {
        Map<String, AddInput> bad =
                Map.of(
                        "hash", new AddInputBuilder().hash("md5").build(),
                        "inline_limit", new AddInputBuilder().inline(true).inlineLimit(129).build(),
                        "max_file_links", new AddInputBuilder().maxFileLinks(1).build(),
                        "max_hamt_fanout", new AddInputBuilder().maxHamtFanout(100).build(),
                        "max_directory_links", new AddInputBuilder().maxDirectoryLinks(-1).build(),
                        "mode", new AddInputBuilder().mode("644").build(),
                        "mtime_nsecs", new AddInputBuilder().mtimeNsecs(5).build(),
                        "mtime", new AddInputBuilder().mtime(Long.MAX_VALUE).build(),
                        "chunker", new AddInputBuilder().chunker("rabin-15-16-17").build(),
                        "raw_leaves", new AddInputBuilder().rawLeaves(true).mode("0644").build());
        TestNode.in(
                temp.resolve("repo"),
                it ->
                        bad.forEach((field, input) -> {
                            OperationFailed failure =
                                    catchThrowableOfType(
                                            OperationFailed.class,
                                            () ->
                                                    it.node()
                                                            .add()
                                                            .add(input, TestNode.of(new byte[1])));
                            assertThat(failure.failure().fields())
                                    .singleElement()
                                    .satisfies(it2 -> assertThat(it2.field()).isEqualTo(field));
                        }));
    }

    @ParameterizedTest
    @CsvSource({
        "0644, , QmNqzFWcJHcaAQk5tiD4QVNuPxfurgDHHQrX9CDQze6165",
        ", 100, QmeY6JVmSC5z44H8J8cpw9ap7RbfNKoZEeDSpJz6XpYF8Z",
        ", -5, QmQ7SJtpn8LGDGhAc3YStWVncbSU1EHwP2puz1iG2FWbgL"
    })
    void aModeAndTimeOfTheCallersChoice(@Nullable String mode, @Nullable Long mtime, String cid)
            throws Exception {
        AddInput input =
                new AddInputBuilder()
                        .cidVersion(0)
                        .mode(mode)
                        .mtime(mtime)
                        .mtimeNsecs(mtime != null && mtime == 100 ? 5 : 0)
                        .build();
        TestNode.in(
                temp.resolve("repo"),
                it ->
                        assertThat(
                                        it.node()
                                                .add()
                                                .add(
                                                        input,
                                                        TestNode.of(
                                                                "hello"
                                                                        .getBytes(
                                                                                java.nio.charset
                                                                                        .StandardCharsets
                                                                                        .UTF_8)))
                                                .cid())
                                .isEqualTo(cid));
    }
}
