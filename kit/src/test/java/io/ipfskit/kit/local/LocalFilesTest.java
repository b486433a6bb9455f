package io.ipfskit.kit.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.remote.ClientOptions;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

class LocalFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path dataDir;

    private interface Check {
        void run(Disk disk) throws Exception;
    }

    private static void inRun(Check check) throws Exception {
        AnyIO.<Integer, Exception>run(
                Backends.named("threads"),
                run -> {
                    check.run(Disk.real());
                    return 0;
                });
    }

    /// Only Linux tells what a process sees.
    private static FileView view(Disk disk) throws InterruptedException {
        FileView view = FileView.ofThisProcess(disk);
        assumeTrue(view != null, "this system does not tell which files a process sees");
        return Objects.requireNonNull(view);
    }

    @Test
    void theSecretIsReadableByItsOwnerOnlyAndNewAtEveryStart() throws Exception {
        inRun(disk -> {
            LocalSecret first = LocalSecret.create(disk, dataDir);
            assertThat(Files.getPosixFilePermissions(dataDir.resolve("local")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            LocalSecret read = Objects.requireNonNull(LocalSecret.read(disk, dataDir));
            assertThat(first.isRevealedBy(read.reveal())).isTrue();
            LocalSecret second = LocalSecret.create(disk, dataDir);
            assertThat(second.isRevealedBy(first.reveal())).isFalse();
            assertThat(second.isRevealedBy(null)).isFalse();
        });
    }

    @Test
    void nothingShowsTheSecret() throws Exception {
        inRun(disk -> {
            LocalSecret secret = LocalSecret.create(disk, dataDir);
            assertThat(secret.toString()).doesNotContain(secret.reveal());
            assertThat(ClientOptions.DEFAULT.withLocal(secret).toString())
                    .contains("local=set")
                    .doesNotContain(secret.reveal());
        });
    }

    @Test
    void aFileThatIsNoSecretIsNone() throws Exception {
        inRun(disk -> {
            assertThat(LocalSecret.read(disk, dataDir)).isNull();
            Files.writeString(dataDir.resolve("local"), "not a secret");
            assertThat(LocalSecret.read(disk, dataDir)).isNull();
        });
    }

    @Test
    void oneProcessSeesWhatItSees() throws Exception {
        inRun(disk -> assertThat(view(disk)).isEqualTo(FileView.ofThisProcess(disk)));
    }

    @Test
    void aPathIsTakenOverFromWhoKnowsTheSecretAndSeesTheSame() throws Exception {
        inRun(disk -> {
            FileView view = view(disk);
            LocalFiles files = LocalFiles.open(disk, dataDir);
            String secret = Objects.requireNonNull(LocalSecret.read(disk, dataDir)).reveal();
            PathBody body = new PathBody("/a/photos", true, view.text());
            assertThat(files.accept(secret, body.toBytes()))
                    .isEqualTo(new LocalFiles.Named(Path.of("/a/photos"), new Tree.AddRules(true)));
        });
    }

    @Test
    void whoeverDoesNotIsAskedForTheBytes() throws Exception {
        inRun(disk -> {
            FileView view = view(disk);
            LocalFiles files = LocalFiles.open(disk, dataDir);
            String secret = Objects.requireNonNull(LocalSecret.read(disk, dataDir)).reveal();
            byte[] good = new PathBody("/a", false, view.text()).toBytes();
            byte[] elsewhere = new PathBody("/a", false, view.text() + "?").toBytes();
            assertRefusal(files, "0".repeat(64), good);
            assertRefusal(files, null, good);
            assertRefusal(files, secret, elsewhere);
            assertRefusal(LocalFiles.none(), secret, good);
        });
    }

    private static void assertRefusal(
            LocalFiles files, @org.jspecify.annotations.Nullable String secret, byte[] body) {
        assertThatThrownBy(() -> files.accept(secret, body))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(LocalFiles.isRefusal(failed.failure())).isTrue());
    }

    @Test
    void aPathThatIsNotAbsoluteIsWrong() throws Exception {
        inRun(disk -> {
            FileView view = view(disk);
            LocalFiles files = LocalFiles.open(disk, dataDir);
            String secret = Objects.requireNonNull(LocalSecret.read(disk, dataDir)).reveal();
            for (String path : new String[] {"photos", "", "/a\0b"}) {
                byte[] body = new PathBody(path, false, view.text()).toBytes();
                assertThatThrownBy(() -> files.accept(secret, body))
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                failed -> {
                                    assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                                    assertThat(LocalFiles.isRefusal(failed.failure())).isFalse();
                                });
            }
        });
    }

    @Test
    void onlyWhatStandsOnTheDiskCanBeNamed() {
        FileView view = new FileView("view");
        assertThat(PathBody.of(ByteSource.of(new byte[1]), null, view)).isNull();
        assertThat(PathBody.of(null, null, view)).isNull();
        assertThat(PathBody.of(ByteSource.of(Path.of("/a")), null, view))
                .isEqualTo(new PathBody("/a", false, "view"));
        assertThat(PathBody.of(null, Tree.of(Path.of("/a"), new Tree.AddRules(true)), view))
                .isEqualTo(new PathBody("/a", true, "view"));
        assertThat(PathBody.of(null, Tree.of(Path.of("/a\uFFFD")), view)).isNull();
    }
}
