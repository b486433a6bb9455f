package io.ipfskit.kit.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.life.StartRefused.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class DataDirectoryTest {
    @TempDir Path folder;

    private interface Inside {
        void run(Path path) throws Exception;
    }

    private void inRun(Inside body) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ -> {
                    body.run(folder.resolve("data"));
                    return true;
                });
    }

    private static StartRefused refusal(Path path) {
        StartRefused refused =
                catchThrowableOfType(
                        StartRefused.class, () -> DataDirectory.open(Disk.real(), path).close());
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void aFreshDirectoryGetsItsLayoutAndVersion() throws Exception {
        inRun(path -> {
            DataDirectory.open(Disk.real(), path).close();
            assertThat(path.resolve("version")).hasContent("ipfs-kit data 1\n");
            assertThat(path)
                    .isDirectoryContaining("glob:**/blocks")
                    .isDirectoryContaining("glob:**/log")
                    .isDirectoryContaining("glob:**/keys");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        });
    }

    @Test
    void aSecondOwnerIsRefusedAndTheFirstIsNamed() throws Exception {
        inRun(path -> {
            DataDirectory first = DataDirectory.open(Disk.real(), path);
            StartRefused refused = refusal(path);
            assertThat(refused.reason()).isEqualTo(Reason.DATA_IN_USE);
            assertThat(refused.exitCode()).isEqualTo(6);
            assertThat(refused)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(" since ");
            refusal(path); // looking at the owner has not freed the lock
            first.close();
            DataDirectory.open(Disk.real(), path).close();
        });
    }

    @Test
    void aNewerVersionIsRefusedByName() throws Exception {
        inRun(path -> {
            Files.createDirectories(path);
            Files.writeString(path.resolve("version"), "ipfs-kit data 2\n");
            StartRefused refused = refusal(path);
            assertThat(refused.exitCode()).isEqualTo(12);
            assertThat(refused)
                    .hasMessageContaining("has version 2, this program knows versions up to 1");
            assertThat(path.resolve("blocks")).doesNotExist();
        });
    }

    @Test
    void aForeignVersionFileIsRefused() throws Exception {
        inRun(path -> {
            Files.createDirectories(path);
            Files.writeString(path.resolve("version"), "17\n");
            assertThat(refusal(path).reason()).isEqualTo(Reason.DAMAGED);
        });
    }

    @Test
    void aFileInItsPlaceIsRefused() throws Exception {
        inRun(path -> {
            Files.writeString(path, "not a directory");
            assertThat(refusal(path).reason()).isEqualTo(Reason.NOT_WRITABLE);
        });
    }

    @Test
    void aDirectoryWithoutWritePermissionIsRefused() throws Exception {
        inRun(path -> {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-x------"));
            assumeTrue(
                    !Files.isWritable(path), "the tests run as root, whom permissions do not stop");
            StartRefused refused = refusal(path);
            assertThat(refused.exitCode()).isEqualTo(9);
            assertThat(refused).hasMessageContaining("cannot be written");
        });
    }

    @Test
    void aFileSystemThatRefusesIsTold() throws Exception {
        Path sys = Path.of("/sys");
        assumeTrue(Files.isDirectory(sys), "needs Linux's /sys, where nobody can make a folder");
        inRun(_ -> {
            StartRefused refused = refusal(sys.resolve("ipfs-kit-data"));
            assertThat(refused.exitCode()).isEqualTo(9);
            assertThat(refused).hasMessageContaining("/sys/ipfs-kit-data");
        });
    }

    @Test
    void addressFilesAreWrittenAsKuboDoesAndRemovedAtTheEnd() throws Exception {
        inRun(path -> {
            DataDirectory directory = DataDirectory.open(Disk.real(), path);
            directory.publish("/ip4/127.0.0.1/tcp/5001", "http://127.0.0.1:8080");
            assertThat(path.resolve("api")).hasContent("/ip4/127.0.0.1/tcp/5001");
            assertThat(path.resolve("gateway")).hasContent("http://127.0.0.1:8080");
            directory.close();
            assertThat(path.resolve("api")).doesNotExist();
            assertThat(path.resolve("gateway")).doesNotExist();
        });
    }

    @Test
    void addressFilesThatACrashLeftAreRemovedAtTheStart() throws Exception {
        inRun(path -> {
            Files.createDirectories(path);
            Files.writeString(path.resolve("api"), "/ip4/127.0.0.1/tcp/1");
            DataDirectory directory = DataDirectory.open(Disk.real(), path);
            assertThat(path.resolve("api")).doesNotExist();
            directory.close();
        });
    }
}
