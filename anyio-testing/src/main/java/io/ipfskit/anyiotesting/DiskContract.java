package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.OpenMode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What every [Disk] promises about names, links, modes and locks; about open files see
/// [DiskFileContract]. An implementation's test extends both, and says by [BackendTests] where it
/// runs.
public abstract class DiskContract {
    /// For test classes.
    protected DiskContract() {}

    /// A test of a disk.
    public interface DiskBody {
        /// Runs the test as a task.
        ///
        /// @param folder an empty directory
        void run(Disk disk, Path folder) throws Exception;
    }

    /// Runs `body` in a run of the test's backend with a disk and an empty directory on it, through
    /// [TestKit#run].
    protected abstract void withDisk(DiskBody body) throws Exception;

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @BackendTest
    void statTellsWhatIsThereWithoutFollowingLinks() throws Exception {
        withDisk((disk, folder) -> {
            Path file = folder.resolve("file");
            disk.writeAtomically(file, utf8("1234"), 0640);
            disk.symlink(folder.resolve("link"), "file");
            disk.createDirectories(folder.resolve("a/b"), 0700);
            FileStat stat = disk.stat(file);
            assertEquals(FileType.FILE, stat.type());
            assertEquals(4, stat.size());
            assertEquals(0640, stat.mode());
            assertEquals(FileType.SYMLINK, disk.stat(folder.resolve("link")).type());
            assertEquals(4, disk.stat(folder.resolve("link")).size());
            FileStat directory = disk.stat(folder.resolve("a/b"));
            assertEquals(FileType.DIRECTORY, directory.type());
            assertEquals(0700, directory.mode());
            assertNotEquals(stat.inode(), directory.inode());
            assertEquals(
                    List.of(4L, directory.size()),
                    disk.stat(folder, List.of("file", "a/b")).stream()
                            .map(FileStat::size)
                            .toList());
            assertThrows(NoSuchFileException.class, () -> disk.stat(folder.resolve("none")));
            assertThrows(
                    NoSuchFileException.class, () -> disk.stat(folder, List.of("file", "none")));
        });
    }

    @BackendTest
    void linksAreWhatIsWrittenInThem() throws Exception {
        withDisk((disk, folder) -> {
            disk.createDirectories(folder.resolve("real"), 0755);
            disk.writeAtomically(folder.resolve("real/file"), utf8("x"), 0644);
            disk.symlink(folder.resolve("way"), "real");
            disk.symlink(folder.resolve("up"), "real/../way/file");
            disk.symlink(folder.resolve("dangling"), "nowhere");
            disk.symlink(folder.resolve("loop"), "loop");
            assertEquals("nowhere", disk.readLink(folder.resolve("dangling")));
            assertArrayEquals(utf8("x"), disk.readAll(folder.resolve("way/file"), 9));
            assertEquals(
                    disk.realPath(folder).resolve("real/file"),
                    disk.realPath(folder.resolve("up")));
            assertTrue(disk.exists(folder.resolve("dangling")));
            assertThrows(
                    NoSuchFileException.class, () -> disk.realPath(folder.resolve("dangling")));
            assertThrows(IOException.class, () -> disk.realPath(folder.resolve("loop")));
            assertThrows(IOException.class, () -> disk.readLink(folder.resolve("real")));
            assertThrows(
                    FileAlreadyExistsException.class,
                    () -> disk.symlink(folder.resolve("way"), "other"));
            disk.delete(folder.resolve("way"));
            assertTrue(disk.exists(folder.resolve("real/file")), "the link went, not its target");
        });
    }

    @BackendTest
    void namesAreSortedByTheirUtf8Bytes() throws Exception {
        withDisk((disk, folder) -> {
            for (String name : List.of("b", "a", "é", "\uD83D\uDE00", "\uFF5E", "Z")) {
                disk.writeAtomically(folder.resolve(name), new byte[0], 0644);
            }
            assertEquals(List.of("Z", "a", "b", "é", "\uFF5E", "\uD83D\uDE00"), disk.list(folder));
            assertThrows(NoSuchFileException.class, () -> disk.list(folder.resolve("none")));
            assertThrows(NotDirectoryException.class, () -> disk.list(folder.resolve("a")));
        });
    }

    @BackendTest
    void directoriesAreMadeWithTheirParentsAndDeletedWhenEmpty() throws Exception {
        withDisk((disk, folder) -> {
            Path deep = folder.resolve("a/b/c");
            disk.createDirectories(deep, 0755);
            disk.createDirectories(deep, 0755);
            disk.writeAtomically(deep.resolve("f"), utf8("x"), 0644);
            assertThrows(DirectoryNotEmptyException.class, () -> disk.delete(deep));
            assertThrows(
                    FileAlreadyExistsException.class,
                    () -> disk.createDirectories(deep.resolve("f"), 0755));
            assertThrows(
                    FileSystemException.class,
                    () -> disk.createDirectories(deep.resolve("f/below"), 0755));
            disk.delete(deep.resolve("f"));
            disk.delete(deep);
            assertEquals(List.of(), disk.list(folder.resolve("a/b")));
            assertThrows(NoSuchFileException.class, () -> disk.delete(deep));
        });
    }

    @BackendTest
    void aRenameReplacesAFileAndMovesADirectory() throws Exception {
        withDisk((disk, folder) -> {
            Path a = folder.resolve("a");
            Path b = folder.resolve("b");
            disk.writeAtomically(a, utf8("a"), 0644);
            disk.writeAtomically(b, utf8("b"), 0644);
            String inode = disk.stat(a).inode();
            disk.rename(a, b);
            disk.forceDirectory(folder);
            assertEquals(List.of("b"), disk.list(folder));
            assertEquals(inode, disk.stat(b).inode());
            disk.rename(b, b);
            disk.createDirectories(folder.resolve("old/below"), 0755);
            disk.createDirectories(folder.resolve("full/x"), 0755);
            disk.rename(b, folder.resolve("old/below/c"));
            disk.rename(folder.resolve("old"), folder.resolve("new"));
            assertArrayEquals(utf8("a"), disk.readAll(folder.resolve("new/below/c"), 9));
            assertThrows(
                    FileSystemException.class,
                    () -> disk.rename(folder.resolve("new"), folder.resolve("full")));
            assertThrows(
                    FileSystemException.class,
                    () -> disk.rename(folder.resolve("new"), folder.resolve("new/below/in")));
            assertThrows(
                    FileSystemException.class,
                    () -> disk.rename(folder.resolve("new/below/c"), folder.resolve("full")));
            assertThrows(NoSuchFileException.class, () -> disk.rename(a, folder.resolve("other")));
            assertThrows(NoSuchFileException.class, () -> disk.forceDirectory(a));
        });
    }

    @BackendTest
    void modesAndTimesAreKeptAsTheyWereSet() throws Exception {
        withDisk((disk, folder) -> {
            Path file = folder.resolve("f");
            disk.writeAtomically(file, utf8("x"), 0600);
            for (int mode : new int[] {0751, 0400, 04755, 01777, 0644}) {
                disk.setMode(file, mode);
                assertEquals(mode, disk.stat(file).mode());
            }
            disk.open(folder.resolve("s"), OpenMode.readWrite().create().permissions(04700))
                    .close();
            assertEquals(04700, disk.stat(folder.resolve("s")).mode());
            disk.createDirectories(folder.resolve("d"), 01755);
            assertEquals(01755, disk.stat(folder.resolve("d")).mode());
            assertThrows(IllegalArgumentException.class, () -> disk.setMode(file, 010000));
            assertThrows(
                    NoSuchFileException.class, () -> disk.setMode(folder.resolve("none"), 0644));
            Instant then = Instant.parse("2001-02-03T04:05:06.123456789Z");
            disk.setModified(file, then);
            assertEquals(then, disk.stat(file).modified());
            disk.symlink(folder.resolve("link"), "f");
            disk.setModified(folder.resolve("link"), then.plusSeconds(9));
            assertEquals(then, disk.stat(file).modified());
            disk.setMode(folder.resolve("link"), 0601);
            assertEquals(0601, disk.stat(file).mode());
        });
    }

    @BackendTest
    void openModesDoWhatTheySay() throws Exception {
        withDisk((disk, folder) -> {
            Path file = folder.resolve("f");
            assertThrows(NoSuchFileException.class, () -> disk.open(file, OpenMode.readWrite()));
            disk.open(file, OpenMode.readWrite().createNew().permissions(0640)).close();
            assertEquals(0640, disk.stat(file).mode());
            assertThrows(
                    FileAlreadyExistsException.class,
                    () -> disk.open(file, OpenMode.readWrite().createNew()));
            disk.writeAtomically(file, utf8("content"), 0644);
            disk.open(file, OpenMode.readWrite().create()).close();
            assertEquals(7, disk.stat(file).size());
            disk.open(file, OpenMode.readWrite().create().truncate()).close();
            assertEquals(0, disk.stat(file).size());
            disk.symlink(folder.resolve("link"), "f");
            disk.open(folder.resolve("link"), OpenMode.read()).close();
            assertThrows(
                    IOException.class,
                    () -> disk.open(folder.resolve("link"), OpenMode.read().noFollow()));
            IOException directory =
                    assertThrows(IOException.class, () -> disk.open(folder, OpenMode.read()));
            assertTrue(String.valueOf(directory.getMessage()).contains("is a directory"));
            assertThrows(
                    IOException.class, () -> disk.open(file.resolve("below"), OpenMode.read()));
        });
    }

    @BackendTest
    void writeAtomicallyReplacesTheContentAndLeavesNothingElse() throws Exception {
        withDisk((disk, folder) -> {
            Path file = folder.resolve("config");
            disk.writeAtomically(file, utf8("old"), 0644);
            disk.writeAtomically(file, utf8("new"), 0600);
            assertArrayEquals(utf8("new"), disk.readAll(file, 100));
            assertEquals(0600, disk.stat(file).mode());
            assertEquals(List.of("config"), disk.list(folder));
            assertThrows(
                    IOException.class,
                    () -> disk.writeAtomically(folder.resolve("no/such"), utf8("x"), 0644));
        });
    }

    @BackendTest
    void smallFilesAreReadWhole() throws Exception {
        withDisk((disk, folder) -> {
            Path file = folder.resolve("f");
            disk.writeAtomically(file, utf8("12345"), 0644);
            assertEquals(5, disk.readAll(file, 5).length);
            IOException longer = assertThrows(IOException.class, () -> disk.readAll(file, 4));
            assertTrue(String.valueOf(longer.getMessage()).contains("5 bytes"));
            ByteBuffer into = ByteBuffer.allocate(100);
            assertEquals(5, disk.readSmall(file, into).size());
            assertEquals(ByteBuffer.wrap(utf8("12345")), into.flip());
            ByteBuffer few = ByteBuffer.allocate(2);
            disk.readSmall(file, few);
            assertFalse(few.hasRemaining());
            disk.writeAtomically(file, new byte[0], 0644);
            assertEquals(0, disk.readAll(file, 0).length);
            disk.symlink(folder.resolve("link"), "f");
            assertThrows(
                    IOException.class, () -> disk.readSmall(folder.resolve("link"), few.clear()));
            assertThrows(NoSuchFileException.class, () -> disk.readAll(folder.resolve("none"), 9));
        });
    }

    @BackendTest
    void aLockIsHeldOnceUntilItIsClosed() throws Exception {
        withDisk((disk, folder) -> {
            Path file = folder.resolve("lock");
            DiskLock lock = disk.tryLock(file);
            assertNotNull(lock);
            assertTrue(disk.exists(file));
            assertNull(disk.tryLock(file));
            lock.close();
            lock.close();
            DiskLock again = disk.tryLock(file);
            assertNotNull(again);
            lock.close();
            assertNull(disk.tryLock(file), "closing the first lock again frees nothing");
            again.close();
        });
    }

    @BackendTest
    void spaceAndBlocksAreTold() throws Exception {
        withDisk((disk, folder) -> {
            assertTrue(disk.freeSpace(folder) > 0);
            int block = disk.blockSize(folder);
            assertTrue(block >= 512 && Integer.bitCount(block) == 1, "block size " + block);
            for (Path missing : List.of(folder.resolve("none"))) {
                assertInstanceOf(
                        NoSuchFileException.class,
                        assertThrows(IOException.class, () -> disk.freeSpace(missing)));
            }
        });
    }
}
