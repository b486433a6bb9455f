package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Opening where the file system can less than the mode asks for.
class FileOpeningTest {
    @TempDir private Path dir;

    private final List<String> attempts = new ArrayList<>();

    /// A file system that refuses direct access, or writes that are durable by themselves; it makes
    /// the file before it refuses, as Linux did for long.
    private Disk refusing(boolean refusesDirect, boolean refusesDsync) {
        return new RealDisk((path, mode, direct, dsync) -> {
            attempts.add((direct ? "direct " : "") + (dsync ? "dsync" : ""));
            FileChannel channel = FileOpening.channel(path, mode, false, false);
            if ((refusesDirect && direct) || (refusesDsync && dsync)) {
                channel.close();
                throw new FileSystemException(path.toString(), null, "Invalid argument");
            }
            return channel;
        });
    }

    @Test
    void withoutDirectAccessAFileIsOpenedThroughThePageCacheAndSaysSo() throws Exception {
        Disk disk = refusing(true, false);
        run(run -> {
            OpenMode mode = OpenMode.readWrite().createNew().direct().dsync();
            try (DiskFile file = disk.open(dir.resolve("f"), mode)) {
                assertThat(file.isDirect()).isFalse();
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 5);
                assertThat(file.size()).isEqualTo(8);
            }
            return 0;
        });
        assertThat(attempts).containsExactly("direct dsync", "dsync");
    }

    @Test
    void withoutEitherBothAreLeftOut() throws Exception {
        Disk disk = refusing(true, true);
        run(run -> {
            OpenMode mode = OpenMode.readWrite().createNew().direct().dsync();
            try (DiskFile file = disk.open(dir.resolve("f"), mode)) {
                assertThat(file.isDirect()).isFalse();
                file.write(ByteBuffer.wrap(new byte[] {1}), 0);
            }
            return 0;
        });
        assertThat(attempts).containsExactly("direct dsync", "dsync", "");
    }

    @Test
    void whatAFileSystemCanIsAskedForOnce() throws Exception {
        Disk disk = refusing(false, false);
        run(run -> {
            try (DiskFile file =
                    disk.open(dir.resolve("f"), OpenMode.readWrite().create().direct())) {
                assertThat(file.isDirect()).isTrue();
            }
            return 0;
        });
        assertThat(attempts).containsExactly("direct ");
    }

    @Test
    void anErrorOfTheFileIsNotTakenForOneOfTheMode() throws Exception {
        Disk disk = refusing(true, true);
        run(run -> {
            assertThatThrownBy(() -> disk.open(dir.resolve("none"), OpenMode.readWrite().direct()))
                    .isInstanceOf(NoSuchFileException.class);
            return 0;
        });
        assertThat(attempts).containsExactly("direct ");
    }

    /// `/proc` knows no direct access in any version.
    @Test
    @EnabledOnOs(OS.LINUX)
    void aRealFileSystemThatRefusesDirectAccessIsReadWithout() throws Exception {
        Path file = Path.of("/proc/self/status");
        run(run -> {
            try (DiskFile opened = Disk.real().open(file, OpenMode.read().direct())) {
                assertThat(opened.isDirect()).isFalse();
                assertThat(opened.read(ByteBuffer.allocate(10), 0)).isEqualTo(10);
            }
            return 0;
        });
    }

    /// A load that nobody waits for any more does not keep a mapping from closing.
    @Test
    void aMappingIsClosedWhileACancelledLoadGoesOn() throws Exception {
        Files.write(dir.resolve("f"), new byte[8 << 20]);
        run(run -> {
            for (int round = 0; round < 20; round++) {
                try (DiskFile file = Disk.real().open(dir.resolve("f"), OpenMode.read());
                        MappedFile mapped = file.map()) {
                    TaskGroup.open(group -> {
                        Task<Integer> loader =
                                group.fork(() -> {
                                    mapped.load(0, mapped.size());
                                    return 0;
                                });
                        Runs.awaitWaiting(loader);
                        loader.cancel("not wanted");
                        return 0;
                    });
                } catch (IOException unexpected) {
                    throw new AssertionError(unexpected);
                }
            }
            return 0;
        });
    }
}
