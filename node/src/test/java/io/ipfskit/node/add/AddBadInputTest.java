package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

class AddBadInputTest {
    private static final int MIB = 1024 * 1024;

    @TempDir Path temp;
    private Path folder = Path.of("");
    private int repositories;

    @BeforeEach
    void folderWithGoodFiles() throws IOException {
        folder = Files.createDirectories(temp.resolve("folder"));
        Files.writeString(folder.resolve("good"), "good");
    }

    /// Adds the folder, which must fail and leave nothing behind.
    private OperationFailed refused(Tree tree) throws Exception {
        OperationFailed[] failure = new OperationFailed[1];
        TestNode.in(
                temp.resolve("repo-" + repositories++),
                it -> {
                    failure[0] =
                            catchThrowableOfType(
                                    OperationFailed.class,
                                    () ->
                                            it.node()
                                                    .add()
                                                    .add(AddInput.defaults(), TestNode.of(tree)));
                    assertThat(it.blocks().statistics().blocks()).isZero();
                    assertThat(it.repository().pinCount()).isZero();
                    assertThat(it.add("still works".getBytes(StandardCharsets.UTF_8)).pinned())
                            .isTrue();
                });
        assertThat(failure[0]).isNotNull();
        return failure[0];
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    @Test
    void aNamedPipeIsNamedAndRefused() throws Exception {
        run("mkfifo", folder.resolve("pipe").toString());
        OperationFailed failure = refused(Tree.of(folder));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("folder/pipe").hasMessageContaining("named pipe");
    }

    @Test
    void aSocketIsNamedAndRefused() throws Exception {
        Path shortPath = Files.createTempDirectory(Path.of("/tmp"), "s");
        Path socket = shortPath.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(refused(Tree.of(shortPath))).hasMessageContaining("socket");
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(shortPath);
        }
    }

    @Test
    void aDeviceIsNamedAndRefused() throws Exception {
        assertThat(refused(Tree.of(Path.of("/dev/null")))).hasMessageContaining("/dev/null");
    }

    @Test
    void anUnreadableFileIsNamedAndRefused() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        run("chmod", "000", secret.toString());
        assumeThat(Files.isReadable(secret)).as("root reads everything").isFalse();
        OperationFailed failure = refused(Tree.of(folder));
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("folder/secret");
    }

    @Test
    void aMissingPathIsNotFound() throws Exception {
        OperationFailed failure = refused(Tree.of(temp.resolve("nothing")));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure).hasMessageContaining("nothing");
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() throws Exception {
        run("sh", "-c", "cd " + folder + " && touch \"$(printf 'bad\\377')\"");
        OperationFailed failure = refused(Tree.of(folder));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("UTF-8");
    }

    @Test
    void aNameWithANewlineIsKept() throws Exception {
        Files.writeString(folder.resolve("two\nlines"), "x");
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    Added added = it.add(folder);
                    assertThat(it.cat(added.cid() + "/two\nlines"))
                            .isEqualTo("x".getBytes(StandardCharsets.UTF_8));
                });
    }

    @Test
    void aVeryDeepFolderIsRefusedWithTheLimit() throws Exception {
        run(
                "sh",
                "-c",
                "cd "
                        + folder
                        + " && i=0; while [ $i -lt 1100 ]; do mkdir d; cd d; i=$((i+1)); done");
        OperationFailed failure = refused(Tree.of(folder));
        assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(failure.failure().retryable()).isFalse();
        assertThat(failure).hasMessageContaining("1024 levels");
    }

    private void whileAdding(Change change) throws Exception {
        Path large = folder.resolve("large");
        Files.write(large, new byte[24 * MIB]);
        Files.setLastModifiedTime(large, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        OperationFailed[] failure = new OperationFailed[1];
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    boolean[] done = new boolean[1];
                    var call =
                            new TestNode.Recorded(
                                    null,
                                    Tree.of(folder),
                                    progress -> {
                                        if (progress.done() > MIB && !done[0]) {
                                            done[0] = true;
                                            try {
                                                change.make(large);
                                            } catch (IOException e) {
                                                throw new AssertionError(e);
                                            }
                                        }
                                    });
                    failure[0] =
                            catchThrowableOfType(
                                    OperationFailed.class,
                                    () -> it.node().add().add(AddInput.defaults(), call));
                    assertThat(it.repository().pinCount()).isZero();
                    assertThat(it.blocks().statistics().blocks()).isZero();
                });
        assertThat(failure[0]).isNotNull();
        assertThat(failure[0].code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(failure[0]).hasMessageContaining("folder/large").hasMessageContaining("changed");
    }

    @FunctionalInterface
    private interface Change {
        void make(Path file) throws IOException;
    }

    @Test
    void aFileThatShrinksWhileItIsAddedIsRefused() throws Exception {
        whileAdding(file -> {
            try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(MIB);
            }
        });
    }

    @Test
    void aFileThatGrowsWhileItIsAddedIsRefused() throws Exception {
        whileAdding(file -> Files.write(file, new byte[1], StandardOpenOption.APPEND));
    }

    @Test
    void aFileThatIsRewrittenWhileItIsAddedIsRefused() throws Exception {
        whileAdding(file -> {
            try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}), 0);
            }
        });
    }

    @Test
    void entriesWithHostilePathsAreRefused() throws Exception {
        for (String path : List.of("../x", "/abs", "a//b", "a/./b", "", "a\0b", "a/..")) {
            OperationFailed failure =
                    refused(Tree.of(List.of(Tree.Entry.file(path, ByteSource.of(new byte[1])))));
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void entriesThatContradictEachOtherAreRefused() throws Exception {
        Tree.Entry file = Tree.Entry.file("a", ByteSource.of(new byte[1]));
        for (Tree.Entry other :
                List.of(file, Tree.Entry.directory("a"), Tree.Entry.symlink("a/b", "x"))) {
            assertThat(refused(Tree.of(List.of(file, other))).code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(refused(Tree.of(List.of(other, file))).code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void anEmptyTreeIsRefused() throws Exception {
        assertThat(refused(Tree.of(List.of()))).hasMessageContaining("no entries");
    }

    @Test
    void aSourceThatBreaksFailsTheAdd() throws Exception {
        ByteSource broken =
                ByteSource.of(
                        target -> {
                            throw new IOException("connection lost");
                        },
                        -1);
        assertThat(refused(Tree.of(List.of(Tree.Entry.file("a", broken)))))
                .hasMessageContaining("connection lost");
    }

    @Test
    void aSourceThatGivesLessOrMoreThanAnnouncedFailsTheAdd() throws Exception {
        for (long announced : new long[] {2, 4}) {
            java.util.Iterator<Integer> bytes = List.of(1, 2, 3).iterator();
            ByteSource source =
                    ByteSource.of(
                            target -> {
                                if (!bytes.hasNext()) {
                                    return -1;
                                }
                                target.put(bytes.next().byteValue());
                                return 1;
                            },
                            announced);
            assertThat(refused(Tree.of(List.of(Tree.Entry.file("a", source)))))
                    .hasMessageContaining("announced");
        }
    }

    @Test
    void wrongOptionsNameTheirField() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    for (AddInput bad :
                            List.of(
                                    input("x", null, null, null),
                                    input("unixfs-v1-2025", 2, null, null),
                                    input("unixfs-v1-2025", null, "size-0", null),
                                    input("unixfs-v1-2025", null, null, "n".repeat(300)))) {
                        OperationFailed failure =
                                catchThrowableOfType(
                                        OperationFailed.class,
                                        () -> it.node().add().add(bad, TestNode.of(new byte[1])));
                        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                        assertThat(failure.failure().fields()).hasSize(1);
                    }
                });
    }

    private static AddInput input(
            String profile,
            @Nullable Integer version,
            @Nullable String chunker,
            @Nullable String pinName) {
        return new AddInputBuilder()
                .profile(profile)
                .cidVersion(version)
                .chunker(chunker)
                .pinName(pinName)
                .build();
    }
}
