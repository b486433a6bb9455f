package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Rng;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The calls of a [Disk] on the tree of a simulated one; what may go wrong with them is decided by
/// [SimDiskRequests].
abstract sealed class SimDiskNames implements Disk permits SimDisk {
    static final int BLOCK_BYTES = 4096;

    /// The longest file.
    static final int FILE_MAX = Integer.MAX_VALUE - 64;

    static final String FULL = "No space left on device";
    private static final String BROKEN = "Input/output error";
    private static final int UMASK = 022;

    /// Its monitor guards everything here.
    final SimDiskRequests requests;

    final RandomGenerator random;
    final Map<Long, Long> locks = new TreeMap<>();
    SimDiskTree tree;
    long ids = 1;
    long capacity = 1L << 40;
    boolean refusesDirect;
    int openFiles;
    private long stamps;

    SimDiskNames(long seed, DiskFaults faults, SimDiskTree tree) {
        this.requests = new SimDiskRequests(seed, faults);
        this.random = requests.random();
        this.tree = tree;
    }

    // ---- for the files ----

    RandomGenerator random() {
        return random;
    }

    long nextStamp() {
        return ++stamps;
    }

    void closed() {
        synchronized (requests) {
            openFiles--;
        }
    }

    /// How many of `count` bytes there is room for when a file of `size` grows to `end`.
    int room(long size, long end, int count) {
        long growth = Math.max(0, end - size);
        long free = Math.max(0, capacity - tree.used());
        return (int) Math.max(0, Math.min(count, count - (growth - free)));
    }

    static void failIf(@Nullable DiskFault fault, @Nullable Path path) throws IOException {
        String what = fault == DiskFault.FAIL ? BROKEN : fault == DiskFault.FULL ? FULL : null;
        if (what != null) {
            throw path == null
                    ? new IOException(what)
                    : new FileSystemException(path.toString(), null, what);
        }
    }

    // ---- Disk ----

    private <R extends @Nullable Object> R call(
            DiskCall call, Path path, SimDiskRequests.Effect<R> effect)
            throws IOException, InterruptedException {
        return requests.call(
                call,
                path,
                0,
                0,
                0,
                fault -> {
                    failIf(fault, path);
                    return effect.apply(fault);
                });
    }

    private interface Act {
        void apply() throws IOException;
    }

    private void act(DiskCall call, Path path, Act act) throws IOException, InterruptedException {
        this.<@Nullable Void>call(
                call,
                path,
                _ -> {
                    act.apply();
                    return null;
                });
    }

    private boolean isThere(Path path) throws FileSystemException {
        synchronized (requests) {
            return tree.isThere(path, true);
        }
    }

    @Override
    public DiskFile open(Path path, OpenMode mode) throws IOException, InterruptedException {
        boolean creates = (mode.isCreate() || mode.isCreateNew()) && !isThere(path);
        SimDiskFile file =
                call(creates ? DiskCall.CREATE : DiskCall.OPEN, path, _ -> opened(path, mode));
        if (mode.isTruncate()) {
            try {
                file.truncate(0);
            } catch (Throwable failed) {
                file.close();
                throw failed;
            }
        }
        return file;
    }

    private SimDiskFile opened(Path path, OpenMode mode) throws IOException {
        SimDiskTree.Place place = tree.walk(path, !mode.isNoFollow() && !mode.isCreateNew());
        SimDiskNode node = place.node();
        if (node != null && mode.isCreateNew()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (node == null) {
            if (!mode.isCreate() && !mode.isCreateNew()) {
                throw new NoSuchFileException(path.toString());
            }
            node = new SimDiskContent(++ids, mode.mode() & ~UMASK, Clock.now());
            place.directory().add(place.name(), node, Clock.now());
        }
        if (!(node instanceof SimDiskContent content)) {
            throw new IOException(
                    path
                            + (node instanceof SimDiskLink
                                    ? " is a symbolic link"
                                    : " is a directory, not a file"));
        }
        openFiles++;
        return new SimDiskFile(
                this, requests, path, content, mode, mode.isDirect() && !refusesDirect);
    }

    @Override
    public FileStat stat(Path path) throws IOException, InterruptedException {
        return call(
                DiskCall.LOOK,
                path,
                _ -> {
                    SimDiskNode node = tree.walk(path, false).existing(path);
                    return new FileStat(
                            node.type(), node.size(), node.mode, node.modified, "sim:" + node.id);
                });
    }

    @Override
    public boolean exists(Path path) throws IOException, InterruptedException {
        return call(DiskCall.LOOK, path, _ -> tree.isThere(path, false));
    }

    @Override
    public List<String> list(Path directory) throws IOException, InterruptedException {
        return call(DiskCall.LOOK, directory, _ -> tree.list(directory));
    }

    @Override
    public void createDirectories(Path directory, int mode)
            throws IOException, InterruptedException {
        Path at = Path.of("/");
        for (Path name : directory) {
            at = at.resolve(name);
            Path next = at;
            if (isThere(next)) {
                continue;
            }
            act(
                    DiskCall.CREATE_DIRECTORY,
                    next,
                    () -> {
                        SimDiskTree.Place place = tree.walk(next, true);
                        if (place.node() == null) {
                            SimDiskDirectory made =
                                    new SimDiskDirectory(
                                            ++ids, mode & ~UMASK, Clock.now(), place.directory());
                            place.directory().add(place.name(), made, Clock.now());
                        }
                    });
        }
        act(
                DiskCall.LOOK,
                directory,
                () -> {
                    if (!(tree.walk(directory, true).node() instanceof SimDiskDirectory)) {
                        throw new FileAlreadyExistsException(directory.toString());
                    }
                });
    }

    @Override
    public void delete(Path path) throws IOException, InterruptedException {
        act(DiskCall.DELETE, path, () -> tree.delete(path, Clock.now()));
    }

    @Override
    public void rename(Path from, Path to) throws IOException, InterruptedException {
        act(DiskCall.RENAME, from, () -> tree.rename(from, to, Clock.now()));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException, InterruptedException {
        this.<@Nullable Void>call(
                DiskCall.FORCE_DIRECTORY,
                directory,
                fault -> {
                    SimDiskDirectory found = tree.directory(directory);
                    if (fault != DiskFault.LOSE && fault != DiskFault.TEAR) {
                        found.force();
                    }
                    return null;
                });
    }

    @Override
    public String readLink(Path link) throws IOException, InterruptedException {
        return call(
                DiskCall.LOOK,
                link,
                _ -> {
                    if (tree.walk(link, false).existing(link) instanceof SimDiskLink found) {
                        return found.target;
                    }
                    throw new NotLinkException(link.toString());
                });
    }

    @Override
    public void symlink(Path link, String target) throws IOException, InterruptedException {
        act(
                DiskCall.SYMLINK,
                link,
                () -> tree.symlink(link, new SimDiskLink(++ids, Clock.now(), target)));
    }

    @Override
    public Path realPath(Path path) throws IOException, InterruptedException {
        return call(
                DiskCall.LOOK,
                path,
                _ -> {
                    SimDiskTree.Place place = tree.walk(path, true);
                    place.existing(path);
                    return Path.of(place.path());
                });
    }

    @Override
    public void setMode(Path path, int mode) throws IOException, InterruptedException {
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException(
                    "permissions must be within 07777, was 0" + Integer.toOctalString(mode));
        }
        act(DiskCall.SET, path, () -> tree.walk(path, true).existing(path).mode = mode);
    }

    @Override
    public void setModified(Path path, Instant modified) throws IOException, InterruptedException {
        act(DiskCall.SET, path, () -> tree.walk(path, false).existing(path).modified = modified);
    }

    @Override
    public long freeSpace(Path path) throws IOException, InterruptedException {
        return call(
                DiskCall.LOOK,
                path,
                _ -> {
                    tree.walk(path, true).existing(path);
                    return Math.max(0, capacity - tree.used());
                });
    }

    @Override
    public int blockSize(Path path) throws IOException, InterruptedException {
        return call(
                DiskCall.LOOK,
                path,
                _ -> {
                    tree.walk(path, true).existing(path);
                    return BLOCK_BYTES;
                });
    }

    private record Held(@Nullable DiskLock lock) {}

    @Override
    public @Nullable DiskLock tryLock(Path file) throws IOException, InterruptedException {
        Held held =
                call(
                        isThere(file) ? DiskCall.LOCK : DiskCall.CREATE,
                        file,
                        _ -> {
                            OpenMode create = OpenMode.readWrite().create().permissions(0600);
                            opened(file, create).close();
                            long id = tree.walk(file, true).existing(file).id;
                            long owner = nextStamp();
                            return new Held(
                                    locks.putIfAbsent(id, owner) == null
                                            ? () -> unlock(id, owner)
                                            : null);
                        });
        return held.lock();
    }

    private void unlock(long id, long owner) {
        synchronized (requests) {
            locks.remove(id, owner);
        }
    }

    @Override
    public byte[] readAll(Path path, int maxBytes) throws IOException, InterruptedException {
        try (DiskFile file = open(path, OpenMode.read())) {
            long size = file.size();
            if (size > maxBytes) {
                throw new IOException(
                        "%s has %d bytes, more than the %d allowed here"
                                .formatted(path, size, maxBytes));
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            file.readFully(bytes, 0);
            if (file.read(ByteBuffer.allocate(1), size) > 0) {
                throw new IOException(path + " grew while it was read");
            }
            return bytes.array();
        }
    }

    @Override
    public void writeAtomically(Path path, byte[] content, int mode)
            throws IOException, InterruptedException {
        String suffix = Long.toUnsignedString(Rng.nextLong(), 36);
        Path temporary = path.resolveSibling("." + path.getFileName() + "." + suffix + ".tmp");
        try {
            OpenMode create = OpenMode.readWrite().createNew().permissions(mode);
            try (DiskFile file = open(temporary, create)) {
                file.write(ByteBuffer.wrap(content), 0);
                file.force(true);
            }
            rename(temporary, path);
        } catch (IOException failed) {
            try {
                delete(temporary);
            } catch (IOException also) {
                failed.addSuppressed(also);
            }
            throw failed;
        }
        Path directory = path.getParent();
        forceDirectory(directory == null ? Path.of("/") : directory);
    }
}
