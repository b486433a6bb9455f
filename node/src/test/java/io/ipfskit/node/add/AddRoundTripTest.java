package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

class AddRoundTripTest {
    private static final int MIB = 1024 * 1024;

    @TempDir Path temp;

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static AddInput profile(String profile) {
        return new AddInputBuilder().profile(profile).build();
    }

    @Test
    void filesOfEverySizeAroundTheChunkComeBackByteForByte() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    for (int size : new int[] {0, 1, MIB - 1, MIB, MIB + 1, 12 * MIB + 7}) {
                        byte[] bytes = random(size, size);
                        Path file = Files.write(temp.resolve("file"), bytes);
                        String fromDisk = it.add(file).cid();
                        assertThat(it.cat(fromDisk)).isEqualTo(bytes);
                        assertThat(it.add(bytes).cid()).isEqualTo(fromDisk);
                        Added streamed =
                                it.node()
                                        .add()
                                        .add(
                                                AddInput.defaults(),
                                                new TestNode.Recorded(
                                                        ByteSource.of(
                                                                new ByteArrayInputStream(bytes)),
                                                        null,
                                                        _ -> {}));
                        assertThat(streamed.cid()).isEqualTo(fromDisk);
                        assertThat(streamed.size()).isEqualTo(size);
                    }
                });
    }

    @Test
    void contentSurvivesAReopening() throws Exception {
        byte[] small = random(1000, 1);
        byte[] large = random(20 * MIB, 2);
        String[] cids = new String[2];
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    cids[0] = it.add(small).cid();
                    cids[1] = it.add(large).cid();
                });
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    assertThat(it.cat(cids[0])).isEqualTo(small);
                    assertThat(it.cat(cids[1])).isEqualTo(large);
                    assertThat(it.repository().pinCount()).isEqualTo(2);
                });
    }

    @Test
    void theCidsAreKubosInBothProfiles() throws Exception {
        // expected values: Kubo 0.43, `ipfs add --only-hash` with the profile's configuration
        byte[] zeros = new byte[3 * MIB + 5];
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    assertThat(it.add(new byte[0]).cid())
                            .isEqualTo(
                                    "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
                    assertThat(
                                    it.node()
                                            .add()
                                            .add(
                                                    profile("unixfs-v0-2015"),
                                                    TestNode.of(new byte[0]))
                                            .cid())
                            .isEqualTo("QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH");
                    assertThat(it.add(zeros).cid())
                            .isEqualTo(
                                    "bafybeiayxwb54rnxpofwvtqrlwuuy45oxvliezr7ryekoimjfagbs6p5gi");
                    assertThat(
                                    it.node()
                                            .add()
                                            .add(profile("unixfs-v0-2015"), TestNode.of(zeros))
                                            .cid())
                            .isEqualTo("QmdeQbH8zsXJEHDNomQtRwbJ6759QXJbMhBwr7rC7GdTt5");
                });
    }

    @Test
    void aFolderIsAddedInOrderWithItsRootLast() throws Exception {
        Path root = Files.createDirectories(temp.resolve("photos/b"));
        Files.writeString(temp.resolve("photos/a.txt"), "a");
        Files.writeString(root.resolve("c.txt"), "c");
        Files.createDirectories(temp.resolve("photos/empty"));
        Files.writeString(temp.resolve("photos/.hidden"), "h");
        Files.createSymbolicLink(temp.resolve("photos/link"), Path.of("nowhere"));
        Files.createSymbolicLink(temp.resolve("photos/loop"), Path.of("."));
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    var call = TestNode.of(Tree.of(temp.resolve("photos")));
                    Added added = it.node().add().add(AddInput.defaults(), call);
                    assertThat(call.paths())
                            .containsExactly(
                                    "photos/a.txt",
                                    "photos/b/c.txt",
                                    "photos/b",
                                    "photos/empty",
                                    "photos/link",
                                    "photos/loop",
                                    "photos");
                    assertThat(added.cid())
                            .isEqualTo(
                                    "bafybeih3r56zh5ynzkvcbajadjbwowz3m4v32bxzvmcz5oj6oj7rsl4wgq");
                    assertThat(added.name()).isEqualTo("photos");
                    assertThat(added.files()).isEqualTo(4);
                    assertThat(new String(it.cat(added.cid() + "/b/c.txt"), StandardCharsets.UTF_8))
                            .isEqualTo("c");

                    var hidden =
                            TestNode.of(Tree.of(temp.resolve("photos"), new Tree.AddRules(true)));
                    it.node().add().add(AddInput.defaults(), hidden);
                    assertThat(hidden.paths()).contains("photos/.hidden");
                });
    }

    @Test
    void entriesInAnyOrderMakeTheSameFolder() throws Exception {
        Path root = Files.createDirectories(temp.resolve("t/b"));
        Files.writeString(temp.resolve("t/a.txt"), "a");
        Files.writeString(root.resolve("c.txt"), "c");
        Files.createSymbolicLink(temp.resolve("t/l"), Path.of("a.txt"));
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String expected = it.add(temp.resolve("t")).cid();
                    Tree tree =
                            Tree.of(
                                    List.of(
                                            Tree.Entry.symlink("t/l", "a.txt"),
                                            Tree.Entry.file(
                                                    "t/b/c.txt",
                                                    ByteSource.of(
                                                            "c".getBytes(StandardCharsets.UTF_8))),
                                            Tree.Entry.directory("t"),
                                            Tree.Entry.file(
                                                    "t/a.txt",
                                                    ByteSource.of(
                                                            "a"
                                                                    .getBytes(
                                                                            StandardCharsets
                                                                                    .UTF_8)))));
                    var call = TestNode.of(tree);
                    Added added = it.node().add().add(AddInput.defaults(), call);
                    assertThat(added.cid()).isEqualTo(expected);
                    assertThat(added.name()).isEqualTo("t");
                    assertThat(call.paths()).endsWith("t/b", "t");
                });
    }

    @Test
    void wrappingKeepsTheName() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    AddInput wrap = new AddInputBuilder().name("hello.txt").wrap(true).build();
                    Added added =
                            it.node()
                                    .add()
                                    .add(
                                            wrap,
                                            TestNode.of("hello".getBytes(StandardCharsets.UTF_8)));
                    assertThat(it.cat(added.cid() + "/hello.txt"))
                            .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
                });
    }

    @Test
    void onlyHashStoresNothing() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    AddInput only = new AddInputBuilder().onlyHash(true).build();
                    byte[] bytes = random(3 * MIB, 4);
                    Added hashed = it.node().add().add(only, TestNode.of(bytes));
                    assertThat(it.blocks().statistics().blocks()).isZero();
                    assertThat(it.repository().pinCount()).isZero();
                    assertThat(hashed.pinned()).isFalse();
                    assertThat(it.add(bytes).cid()).isEqualTo(hashed.cid());
                });
    }

    @Test
    void theSameContentIsStoredOnce() throws Exception {
        Files.createDirectories(temp.resolve("d"));
        byte[] chunk = random(MIB, 9);
        byte[] repeated = new byte[8 * MIB];
        for (int i = 0; i < 8; i++) {
            System.arraycopy(chunk, 0, repeated, i * MIB, MIB);
        }
        Files.write(temp.resolve("d/one"), repeated);
        Files.write(temp.resolve("d/two"), repeated);
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    Added added = it.add(temp.resolve("d"));
                    assertThat(added.bytesNew()).isLessThan(MIB + 4096);
                    assertThat(added.blocks()).isEqualTo(19);
                    assertThat(it.add(temp.resolve("d")).bytesNew()).isZero();
                });
    }

    @Test
    void aLargeFolderIsShardedAsKuboDoes() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("many"));
        for (int i = 0; i < 5000; i++) {
            Files.writeString(folder.resolve("file-with-a-name-" + i), Integer.toString(i));
        }
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(folder).cid();
                    assertThat(cid)
                            .isEqualTo(
                                    "bafybeih7l64w2dqdxwp4urksfv4yyrw46hbm2a6q6o6lojzskx3jopnf4i");
                    assertThat(it.cat(cid + "/file-with-a-name-4711"))
                            .isEqualTo("4711".getBytes(StandardCharsets.UTF_8));
                });
    }
}
