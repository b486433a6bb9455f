package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The disk of this machine. Every call is one job for a file thread of the caller's run.
final class RealDisk implements Disk {
    private static final Set<OpenOption> READ_NO_FOLLOW =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    static final RealDisk INSTANCE = new RealDisk(FileOpening::channel);

    private final FileOpening opening;

    RealDisk(FileOpening.Channels channels) {
        this.opening = new FileOpening(channels);
    }

    @Override
    public DiskFile open(Path path, OpenMode mode) throws IOException, InterruptedException {
        return FileThreads.change("open " + path.getFileName(), () -> opening.open(path, mode));
    }

    @Override
    public FileStat stat(Path path) throws IOException, InterruptedException {
        return FileThreads.look("stat", () -> Posix.stat(path));
    }

    @Override
    public List<FileStat> stat(Path directory, List<String> names)
            throws IOException, InterruptedException {
        return FileThreads.look(
                "stat",
                () -> {
                    List<FileStat> stats = new ArrayList<>(names.size());
                    for (String name : names) {
                        stats.add(Posix.stat(directory.resolve(name)));
                    }
                    return stats;
                });
    }

    @Override
    public FileStat readSmall(Path path, ByteBuffer into) throws IOException, InterruptedException {
        if (into.remaining() > RealDiskFile.READ_MAX) {
            return Disk.super.readSmall(path, into);
        }
        int wanted = into.remaining();
        return FileThreads.read(
                () -> {
                    FileOpening.requireRegular(path);
                    try (FileChannel channel = FileChannel.open(path, READ_NO_FOLLOW)) {
                        ByteBuffer scratch = RealDiskFile.scratch(wanted);
                        int count = 0;
                        while (count >= 0 && scratch.hasRemaining()) {
                            count = channel.read(scratch);
                        }
                        scratch.flip();
                        return Posix.stat(path);
                    }
                },
                _ -> into.put(RealDiskFile.scratchNow()));
    }

    @Override
    public boolean exists(Path path) throws IOException, InterruptedException {
        return FileThreads.look(
                "exists",
                () -> {
                    try {
                        Files.readAttributes(
                                path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                        return true;
                    } catch (NoSuchFileException _) {
                        return false;
                    }
                });
    }

    @Override
    public List<String> list(Path directory) throws IOException, InterruptedException {
        return FileThreads.look("list", () -> FileNames.in(directory));
    }

    @Override
    public void createDirectories(Path directory, int mode)
            throws IOException, InterruptedException {
        FileThreads.change(
                "create directories",
                () -> {
                    boolean isNew = Posix.isSpecial(mode) && !Files.exists(directory);
                    Files.createDirectories(directory, Posix.attributes(mode));
                    if (isNew) {
                        Posix.addSpecial(directory, mode);
                    }
                    return directory;
                });
    }

    @Override
    public void delete(Path path) throws IOException, InterruptedException {
        FileThreads.change(
                "delete",
                () -> {
                    Files.delete(path);
                    return path;
                });
    }

    @Override
    public void rename(Path from, Path to) throws IOException, InterruptedException {
        FileThreads.change("rename", () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException, InterruptedException {
        FileThreads.change(
                "force directory",
                () -> {
                    force(directory);
                    return directory;
                });
    }

    @Override
    public String readLink(Path link) throws IOException, InterruptedException {
        return FileThreads.look("read link", () -> FileNames.strict(Files.readSymbolicLink(link)));
    }

    @Override
    public void symlink(Path link, String target) throws IOException, InterruptedException {
        FileThreads.change(
                "symlink",
                () -> Files.createSymbolicLink(link, link.getFileSystem().getPath(target)));
    }

    @Override
    public Path realPath(Path path) throws IOException, InterruptedException {
        return FileThreads.look("real path", path::toRealPath);
    }

    @Override
    public void setMode(Path path, int mode) throws IOException, InterruptedException {
        FileThreads.change(
                "set mode",
                () -> {
                    Posix.setMode(path, mode);
                    return path;
                });
    }

    @Override
    public void setModified(Path path, Instant modified) throws IOException, InterruptedException {
        FileThreads.change(
                "set modified",
                () -> {
                    BasicFileAttributeView view =
                            Files.getFileAttributeView(
                                    path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                    view.setTimes(FileTime.from(modified), null, null);
                    return path;
                });
    }

    @Override
    public long freeSpace(Path path) throws IOException, InterruptedException {
        return FileThreads.look("free space", () -> Files.getFileStore(path).getUsableSpace());
    }

    @Override
    public int blockSize(Path path) throws IOException, InterruptedException {
        return FileThreads.look(
                "block size", () -> Math.toIntExact(Files.getFileStore(path).getBlockSize()));
    }

    @Override
    public @Nullable DiskLock tryLock(Path file) throws IOException, InterruptedException {
        Held held = FileThreads.change("lock", () -> lock(file));
        return held.lock;
    }

    @Override
    public byte[] readAll(Path path, int maxBytes) throws IOException, InterruptedException {
        return FileThreads.look(
                "read " + path.getFileName(),
                () -> {
                    FileOpening.requireRegular(path);
                    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                        return readAll(channel, path, maxBytes);
                    }
                });
    }

    @Override
    public void writeAtomically(Path path, byte[] content, int mode)
            throws IOException, InterruptedException {
        String suffix = Long.toUnsignedString(Rng.nextLong(), 36);
        FileThreads.change(
                "write " + path.getFileName(),
                () -> {
                    Path target = path.toAbsolutePath();
                    Path temporary =
                            target.resolveSibling(
                                    "." + target.getFileName() + "." + suffix + ".tmp");
                    try {
                        Set<OpenOption> create =
                                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                        try (FileChannel channel =
                                FileChannel.open(temporary, create, Posix.attributes(mode))) {
                            ByteBuffer bytes = ByteBuffer.wrap(content);
                            while (bytes.hasRemaining()) {
                                channel.write(bytes);
                            }
                            channel.force(true);
                        }
                        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                    } catch (IOException failed) {
                        deleteQuietly(temporary, failed);
                        throw failed;
                    }
                    Path directory = target.getParent();
                    if (directory != null) {
                        force(directory);
                    }
                    return target;
                });
    }

    private static byte[] readAll(FileChannel channel, Path path, int maxBytes) throws IOException {
        long size = channel.size();
        if (size > maxBytes) {
            throw new IOException(
                    path + " has " + size + " bytes, more than the " + maxBytes + " allowed here");
        }
        // One byte more than the size tells whether the file grew meanwhile.
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min((long) maxBytes, size) + 1);
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
            count = channel.read(bytes);
        }
        if (!bytes.hasRemaining()) {
            throw new IOException(path + " grew while it was read");
        }
        byte[] content = new byte[bytes.position()];
        bytes.flip().get(content);
        return content;
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path temporary, IOException because) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException also) {
            because.addSuppressed(also);
        }
    }

    /// The files that are locked here, by their keys. Guarded by itself, on threads for files only.
    private static final Map<Object, WeakReference<FileChannel>> LOCKED = new HashMap<>();

    private record Held(@Nullable DiskLock lock) {}

    /// Closing any descriptor of a file lets go of all locks that the process has on it (POSIX,
    /// `fcntl`): so a file that is locked here is not even opened.
    private static Held lock(Path file) throws IOException {
        synchronized (LOCKED) {
            LOCKED.values().removeIf(RealDisk::isGone);
            if (Files.exists(file) && LOCKED.containsKey(fileKey(file))) {
                return new Held(null);
            }
            Set<OpenOption> create = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            FileChannel channel = FileChannel.open(file, create, Posix.attributes(0600));
            boolean isLocked = false;
            try {
                if (channel.tryLock() != null) {
                    LOCKED.put(fileKey(file), new WeakReference<>(channel));
                    isLocked = true;
                }
            } catch (OverlappingFileLockException _) {
                // Held by other code of this very process: the same answer as for another one.
            } finally {
                if (!isLocked) {
                    channel.close();
                }
            }
            return new Held(isLocked ? () -> FileThreads.close("lock", channel) : null);
        }
    }

    private static boolean isGone(WeakReference<FileChannel> locked) {
        FileChannel channel = locked.get();
        return channel == null || !channel.isOpen();
    }

    /// Tells files apart, whatever they are called.
    private static Object fileKey(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }
}
