package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The disk, as a constructor argument of whoever keeps files: real, or simulated with faults.
///
/// Every method parks the calling task while a file thread of the run works; no scope and no
/// interrupt reaches that thread, so cancelling one task never closes a file for others. A
/// cancelled read is abandoned, a cancelled write or change is awaited once it began.
public interface Disk {
    /// The bytes of the largest file that fits a Java array.
    int ARRAY_MAX = Integer.MAX_VALUE - 8;

    /// Returns the disk of this machine.
    static Disk real() {
        return RealDisk.INSTANCE;
    }

    /// Opens a regular file; a FIFO, socket, device or directory is refused with an `IOException`
    /// naming its type.
    DiskFile open(Path path, OpenMode mode) throws IOException, InterruptedException;

    /// Returns what stands at `path`; a symbolic link is not followed.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is nothing
    FileStat stat(Path path) throws IOException, InterruptedException;

    /// Returns what stands under each of these names of a directory, as [#stat] does one by one.
    /// One trip to a file thread for all of them, so for tens of names, not thousands.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is nothing under one of them
    default List<FileStat> stat(Path directory, List<String> names)
            throws IOException, InterruptedException {
        List<FileStat> stats = new ArrayList<>(names.size());
        for (String name : names) {
            stats.add(stat(directory.resolve(name)));
        }
        return stats;
    }

    /// Reads a small regular file in one trip to a file thread: opens it, refusing a symbolic link,
    /// fills `into` as far as it has room and the file has bytes, looks once more at the path and
    /// closes.
    ///
    /// @return what stands at the path after the last byte was read; whoever looked before can tell
    ///   that the file did not change meanwhile
    default FileStat readSmall(Path path, ByteBuffer into)
            throws IOException, InterruptedException {
        try (DiskFile file = open(path, OpenMode.read().noFollow())) {
            long at = 0;
            int count = 0;
            while (count >= 0 && into.hasRemaining()) {
                count = file.read(into, at);
                at += count;
            }
            return stat(path);
        }
    }

    /// Returns whether something stands at `path`; a symbolic link counts itself.
    boolean exists(Path path) throws IOException, InterruptedException;

    /// Returns the names in a directory, sorted by their UTF-8 bytes.
    ///
    /// @throws IOException also when a name is not valid UTF-8; the message shows it escaped
    List<String> list(Path directory) throws IOException, InterruptedException;

    /// Creates the directory and its missing parents with the POSIX `mode` (less the umask).
    void createDirectories(Path directory, int mode) throws IOException, InterruptedException;

    /// Deletes a file, a link or an empty directory.
    void delete(Path path) throws IOException, InterruptedException;

    /// Renames atomically within one file system, replacing a file at `to`.
    void rename(Path from, Path to) throws IOException, InterruptedException;

    /// Makes the names in a directory durable: what was created, renamed or deleted in it.
    void forceDirectory(Path directory) throws IOException, InterruptedException;

    /// Returns where a symbolic link points, as written in it.
    String readLink(Path link) throws IOException, InterruptedException;

    /// Creates a symbolic link.
    void symlink(Path link, String target) throws IOException, InterruptedException;

    /// Returns the absolute path with all links resolved.
    Path realPath(Path path) throws IOException, InterruptedException;

    /// Sets the POSIX permission bits, with set-user, set-group and sticky; a symbolic link is
    /// followed. The system may drop set-group where the caller is not of the group.
    ///
    /// @throws IllegalArgumentException when the mode is not within 07777
    void setMode(Path path, int mode) throws IOException, InterruptedException;

    /// Sets the time of the last modification; a symbolic link is not followed.
    void setModified(Path path, Instant modified) throws IOException, InterruptedException;

    /// Returns the bytes that can still be written to the file system of `path`.
    long freeSpace(Path path) throws IOException, InterruptedException;

    /// Returns the block size of the file system of `path`, to which direct I/O aligns.
    int blockSize(Path path) throws IOException, InterruptedException;

    /// Locks a file against other processes and other callers, creating it if needed.
    ///
    /// @return the lock, or null when somebody else holds it
    @Nullable DiskLock tryLock(Path file) throws IOException, InterruptedException;

    /// Returns the content of a file of at most `maxBytes`.
    ///
    /// @throws IOException also when the file is longer
    byte[] readAll(Path path, int maxBytes) throws IOException, InterruptedException;

    /// Writes a file so that a reader and a crash see the old content or the new, never a mixture:
    /// temporary file beside it, force, rename, force of the directory.
    void writeAtomically(Path path, byte[] content, int mode)
            throws IOException, InterruptedException;
}
