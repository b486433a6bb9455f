package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class DiskTest {
    private final Disk disk = Disk.real();

    @TempDir private Path dir;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void statTellsTypesWithoutFollowingLinks() throws Exception {
        Files.write(dir.resolve("file"), utf8("1234"));
        exec("mkfifo", dir.resolve("fifo").toString());
        Path socket = Path.of("/tmp").resolve("anyio-" + ProcessHandle.current().pid() + ".sock");
        run(run -> {
            disk.symlink(dir.resolve("link"), "file");
            disk.createDirectories(dir.resolve("a/b"), 0700);
            FileStat file = disk.stat(dir.resolve("file"));
            assertThat(file.type()).isEqualTo(FileType.FILE);
            assertThat(file.size()).isEqualTo(4);
            assertThat(disk.stat(dir.resolve("link")).type()).isEqualTo(FileType.SYMLINK);
            assertThat(disk.stat(dir.resolve("fifo")).type()).isEqualTo(FileType.FIFO);
            assertThat(disk.stat(Path.of("/dev/null")).type()).isEqualTo(FileType.DEVICE);
            FileStat directory = disk.stat(dir.resolve("a/b"));
            assertThat(directory.type()).isEqualTo(FileType.DIRECTORY);
            assertThat(directory.mode()).isEqualTo(0700);
            assertThatThrownBy(() -> disk.stat(dir.resolve("none")))
                    .isInstanceOf(NoSuchFileException.class);
            return 0;
        });
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(run(run -> disk.stat(socket)).type()).isEqualTo(FileType.SOCKET);
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    @Test
    void aPipeADeviceAndADirectoryAreNotOpened() throws Exception {
        Path fifo = dir.resolve("fifo");
        exec("mkfifo", fifo.toString());
        run(run -> {
            for (Path path : List.of(fifo, Path.of("/dev/zero"), dir)) {
                assertThatThrownBy(() -> disk.open(path, OpenMode.read()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(path.toString());
                assertThatThrownBy(() -> disk.readAll(path, 10)).isInstanceOf(IOException.class);
            }
            return 0;
        });
    }

    @Test
    void namesAreSortedByTheirUtf8Bytes() throws Exception {
        for (String name : List.of("b", "a", "é", "\uD83D\uDE00", "\uFF5E", "a\nb", "Z")) {
            Files.createFile(dir.resolve(name));
        }
        assertThat(names()).containsExactly("Z", "a", "a\nb", "b", "é", "\uFF5E", "\uD83D\uDE00");
    }

    @Test
    void aNameThatIsNotUtf8IsRefusedAndShown() throws Exception {
        exec("/bin/sh", "-c", "touch \"$(printf '%s/bad\\377name' \"$0\")\"", dir.toString());
        assertThatThrownBy(() -> run(run -> disk.list(dir)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad\\xffname");
        exec("/bin/sh", "-c", "rm \"$0\"/bad*", dir.toString());
        Files.createFile(dir.resolve("really\uFFFD"));
        assertThat(names()).containsExactly("really\uFFFD");
    }

    @Test
    void writeAtomicallyReplacesTheContentAndLeavesNothingElse() throws Exception {
        Path file = dir.resolve("config");
        run(run -> {
            disk.writeAtomically(file, utf8("old"), 0644);
            disk.writeAtomically(file, utf8("new"), 0600);
            assertThat(disk.readAll(file, 100)).isEqualTo(utf8("new"));
            assertThat(disk.stat(file).mode()).isEqualTo(0600);
            assertThat(disk.list(dir)).containsExactly("config");
            assertThatThrownBy(
                            () -> disk.writeAtomically(dir.resolve("no/such/dir"), utf8("x"), 0644))
                    .isInstanceOf(IOException.class);
            return 0;
        });
    }

    @Test
    void readAllRefusesALongerFileAndReadsAnEmptyOne() throws Exception {
        run(run -> {
            Path file = dir.resolve("f");
            disk.writeAtomically(file, utf8("12345"), 0644);
            assertThat(disk.readAll(file, 5)).hasSize(5);
            assertThatThrownBy(() -> disk.readAll(file, 4))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("5 bytes");
            disk.writeAtomically(file, new byte[0], 0644);
            assertThat(disk.readAll(file, 0)).isEmpty();
            return 0;
        });
    }

    @Test
    void filesAreRenamedLinkedStampedAndDeleted() throws Exception {
        run(run -> {
            Path a = dir.resolve("a");
            Path b = dir.resolve("b");
            disk.writeAtomically(a, utf8("a"), 0644);
            disk.writeAtomically(b, utf8("b"), 0644);
            disk.rename(a, b);
            disk.forceDirectory(dir);
            assertThat(disk.readAll(b, 9)).isEqualTo(utf8("a"));
            assertThat(disk.exists(a)).isFalse();
            disk.symlink(a, "b");
            assertThat(disk.readLink(a)).isEqualTo("b");
            assertThat(disk.realPath(a)).isEqualTo(b.toRealPath());
            disk.symlink(dir.resolve("dangling"), "nowhere");
            assertThat(disk.exists(dir.resolve("dangling"))).isTrue();
            Instant then = Instant.parse("2001-02-03T04:05:06.123456789Z");
            disk.setModified(b, then);
            assertThat(disk.stat(b).modified()).isEqualTo(then);
            disk.setMode(b, 0751);
            assertThat(disk.stat(b).mode()).isEqualTo(0751);
            disk.delete(a);
            disk.delete(b);
            assertThat(disk.list(dir)).containsExactly("dangling");
            assertThat(disk.freeSpace(dir)).isPositive();
            assertThat(disk.blockSize(dir)).isPositive();
            return 0;
        });
    }

    @Test
    void aSecondLockThatIsRefusedLeavesTheFirstToKeepOtherProcessesOut() throws Exception {
        Path file = dir.resolve("lock");
        Path probe =
                Files.writeString(
                        dir.resolve("Probe.java"),
                        """
                        import java.nio.channels.FileChannel;
                        import java.nio.file.Path;
                        import java.nio.file.StandardOpenOption;

                        class Probe {
                            public static void main(String[] args) throws Exception {
                                Path file = Path.of(args[0]);
                                try (var it = FileChannel.open(file, StandardOpenOption.WRITE)) {
                                    System.out.print(it.tryLock() == null ? "held" : "free");
                                }
                            }
                        }
                        """);
        run(run -> {
            DiskLock lock = disk.tryLock(file);
            assertThat(disk.tryLock(file)).isNull();
            assertThat(outputOf(probe, file)).contains("held");
            if (lock != null) {
                lock.close();
            }
            assertThat(outputOf(probe, file)).contains("free");
            return 0;
        });
    }

    private static String outputOf(Path program, Path argument) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(java, program.toString(), argument.toString())
                        .redirectErrorStream(true)
                        .start();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aLockIsHeldOnceUntilItIsClosed() throws Exception {
        run(run -> {
            Path file = dir.resolve("lock");
            DiskLock lock = disk.tryLock(file);
            assertThat(lock).isNotNull();
            assertThat(disk.tryLock(file)).isNull();
            if (lock != null) {
                lock.close();
                lock.close();
            }
            DiskLock again = disk.tryLock(file);
            assertThat(again).isNotNull();
            if (again != null) {
                again.close();
            }
            return 0;
        });
    }

    @Test
    void openModesDoWhatTheySay() throws Exception {
        run(run -> {
            Path file = dir.resolve("f");
            assertThatThrownBy(() -> disk.open(file, OpenMode.readWrite()))
                    .isInstanceOf(NoSuchFileException.class);
            disk.open(file, OpenMode.readWrite().createNew().permissions(0640)).close();
            assertThat(disk.stat(file).mode()).isEqualTo(0640);
            assertThatThrownBy(() -> disk.open(file, OpenMode.readWrite().createNew()))
                    .isInstanceOf(FileAlreadyExistsException.class);
            disk.writeAtomically(file, utf8("content"), 0644);
            disk.open(file, OpenMode.readWrite().create().truncate()).close();
            assertThat(disk.stat(file).size()).isZero();
            disk.symlink(dir.resolve("link"), "f");
            disk.open(dir.resolve("link"), OpenMode.read()).close();
            assertThatThrownBy(() -> disk.open(dir.resolve("link"), OpenMode.read().noFollow()))
                    .isInstanceOf(IOException.class);
            return 0;
        });
        assertThatThrownBy(() -> OpenMode.read().create())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OpenMode.read().permissions(0x10000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> names() throws IOException, InterruptedException {
        return run(run -> disk.list(dir));
    }

    private static void exec(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
