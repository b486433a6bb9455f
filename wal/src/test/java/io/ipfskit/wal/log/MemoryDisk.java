package io.ipfskit.wal.log;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.MappedFile;
import io.ipfskit.anyio.OpenMode;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/// A disk in memory that forgets, at a crash, what was not synced: any subset of the dirty sectors
/// and of the changed names may have reached it. Faults are injected before each call; mutants drop
/// syncs.
public final class MemoryDisk implements Disk {
    private static final int SECTOR = 512;

    /// Decides before each changing call whether it fails.
    @FunctionalInterface
    public interface Fault {
        /// Throws to make the call fail.
        ///
        /// @param call `write`, `force`, `forceDirectory`, `create`, `truncate`, `rename` or
        ///   `delete`
        void before(String call, Path path) throws IOException;
    }

    /// Ways to break the disk's promises.
    public enum Mutant {
        NONE,
        FORCE_DOES_NOTHING,
        DIRECTORY_FORCE_DOES_NOTHING
    }

    private static final class Inode {
        byte[] bytes = new byte[0];
        byte[] durable = new byte[0];
        final BitSet dirty = new BitSet();
    }

    /// A change of names in one directory. Null inode: removed.
    private record Change(List<Path> removed, @Nullable Path added, @Nullable Inode inode) {}

    private final Map<Path, Inode> names = new TreeMap<>();
    private final Map<Path, Inode> durableNames = new TreeMap<>();
    private final Map<Path, List<Change>> changes = new TreeMap<>();
    private final TreeSet<Path> directories = new TreeSet<>();
    private final TreeSet<Path> durableDirectories = new TreeSet<>();
    private final TreeSet<Path> locks = new TreeSet<>();
    private Fault fault = (_, _) -> {};
    private Mutant mutant = Mutant.NONE;
    private long calls;
    private long forces;

    public MemoryDisk() {
        directories.add(Path.of("/"));
        durableDirectories.add(Path.of("/"));
    }

    public synchronized void fault(Fault injected) {
        fault = injected;
    }

    public synchronized void mutant(Mutant chosen) {
        mutant = chosen;
    }

    /// Number of changing calls so far.
    public synchronized long calls() {
        return calls;
    }

    public synchronized long forces() {
        return forces;
    }

    public synchronized byte[] content(Path path) throws IOException {
        return inode(path).bytes.clone();
    }

    /// Replaces the content of a file, durably.
    public synchronized void content(Path path, byte[] bytes) {
        Inode inode = new Inode();
        inode.bytes = bytes.clone();
        inode.durable = inode.bytes.clone();
        names.put(path, inode);
        durableNames.put(path, inode);
    }

    public synchronized List<Path> files() {
        return new ArrayList<>(names.keySet());
    }

    /// What another machine would find on this disk after a power loss now.
    public synchronized MemoryDisk crash(Random random) {
        MemoryDisk after = new MemoryDisk();
        after.directories.addAll(durableDirectories);
        after.durableDirectories.addAll(durableDirectories);
        for (Path directory : directories) {
            if (random.nextBoolean()
                    && after.directories.contains(directory.resolve("..").normalize())) {
                after.directories.add(directory);
                after.durableDirectories.add(directory);
            }
        }
        Map<Path, Inode> kept = new TreeMap<>(durableNames);
        changes.forEach((directory, list) -> {
            for (Change change : list) {
                if (random.nextBoolean()) {
                    change.removed().forEach(kept::remove);
                    if (change.added() != null && change.inode() != null) {
                        kept.put(change.added(), change.inode());
                    }
                }
            }
        });
        kept.forEach((path, inode) -> {
            if (path.getParent() != null && after.directories.contains(path.getParent())) {
                after.content(path, survivor(inode, random));
            }
        });
        return after;
    }

    /// Lets go of the locks, as a killed process does: nothing else changes.
    public synchronized void kill() {
        fault = (_, _) -> {};
        locks.clear();
    }

    /// An exact copy, all of it durable.
    public synchronized MemoryDisk copy() {
        MemoryDisk copy = new MemoryDisk();
        copy.directories.addAll(directories);
        copy.durableDirectories.addAll(directories);
        names.forEach((path, inode) -> copy.content(path, inode.bytes));
        return copy;
    }

    private static byte[] survivor(Inode inode, Random random) {
        int style = random.nextInt(4);
        int size = inode.durable.length;
        byte[] bytes = Arrays.copyOf(inode.durable, Math.max(size, inode.bytes.length));
        for (int s = inode.dirty.nextSetBit(0); s >= 0; s = inode.dirty.nextSetBit(s + 1)) {
            boolean survives = style == 0 || (style != 1 && random.nextInt(4) != 0);
            int from = s * SECTOR;
            int to = Math.min(from + SECTOR, inode.bytes.length);
            if (survives && to > from) {
                System.arraycopy(inode.bytes, from, bytes, from, to - from);
                size = Math.max(size, to);
            }
        }
        if (inode.bytes.length < inode.durable.length && random.nextBoolean()) {
            size = Math.min(size, inode.bytes.length); // a truncation that reached the disk
        } else if (random.nextInt(4) == 0) {
            size = Math.max(size, inode.bytes.length); // the length did, the bytes did not
        }
        return Arrays.copyOf(bytes, size);
    }

    private void before(String call, Path path) throws IOException {
        calls++;
        fault.before(call, path);
    }

    private Inode inode(Path path) throws IOException {
        Inode inode = names.get(path);
        if (inode == null) {
            throw new NoSuchFileException(path.toString());
        }
        return inode;
    }

    private void change(Path path, Change change) {
        Path parent = path.getParent();
        changes.computeIfAbsent(parent == null ? path : parent, _ -> new ArrayList<>()).add(change);
    }

    @Override
    public synchronized DiskFile open(Path path, OpenMode mode) throws IOException {
        Inode inode = names.get(path);
        if (inode == null || mode.isCreateNew()) {
            if (!mode.isCreate() && !mode.isCreateNew()) {
                throw new NoSuchFileException(path.toString());
            }
            if (inode != null) {
                throw new FileAlreadyExistsException(path.toString());
            }
            if (!directories.contains(path.getParent())) {
                throw new FileNotFoundException(path + ": no such directory");
            }
            before("create", path);
            inode = new Inode();
            names.put(path, inode);
            change(path, new Change(List.of(), path, inode));
        }
        if (mode.isTruncate()) {
            inode.bytes = new byte[0];
        }
        return new MemoryFile(path, inode);
    }

    @Override
    public synchronized boolean exists(Path path) {
        return names.containsKey(path) || directories.contains(path);
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        TreeSet<String> list = new TreeSet<>();
        for (Path path : names.keySet()) {
            if (directory.equals(path.getParent())) {
                list.add(String.valueOf(path.getFileName()));
            }
        }
        for (Path path : directories) {
            if (directory.equals(path.getParent())) {
                list.add(String.valueOf(path.getFileName()));
            }
        }
        return List.copyOf(list);
    }

    @Override
    public synchronized void createDirectories(Path directory, int mode) throws IOException {
        before("create", directory);
        for (Path path = directory; path != null; path = path.getParent()) {
            directories.add(path);
        }
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        before("delete", path);
        inode(path);
        names.remove(path);
        change(path, new Change(List.of(path), null, null));
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        before("rename", from);
        Inode inode = inode(from);
        names.remove(from);
        names.put(to, inode);
        change(to, new Change(List.of(from), to, inode));
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        before("forceDirectory", directory);
        if (mutant == Mutant.DIRECTORY_FORCE_DOES_NOTHING) {
            return;
        }
        for (Path path : directories) {
            if (directory.equals(path.getParent())) {
                durableDirectories.add(path);
            }
        }
        List<Change> list = changes.remove(directory);
        if (list != null) {
            for (Change change : list) {
                change.removed().forEach(durableNames::remove);
                if (change.added() != null && change.inode() != null) {
                    durableNames.put(change.added(), change.inode());
                }
            }
        }
    }

    @Override
    public synchronized @Nullable DiskLock tryLock(Path file) throws IOException {
        if (!locks.add(file)) {
            return null;
        }
        open(file, OpenMode.readWrite().create());
        return () -> {
            synchronized (MemoryDisk.this) {
                locks.remove(file);
            }
        };
    }

    @Override
    public synchronized byte[] readAll(Path path, int maxBytes) throws IOException {
        byte[] bytes = inode(path).bytes;
        if (bytes.length > maxBytes) {
            throw new IOException(path + " is longer than " + maxBytes);
        }
        return bytes.clone();
    }

    @Override
    public FileStat stat(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String readLink(Path link) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void symlink(Path link, String target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path realPath(Path path) {
        return path;
    }

    @Override
    public void setMode(Path path, int mode) {}

    @Override
    public void setModified(Path path, Instant modified) {}

    @Override
    public long freeSpace(Path path) {
        return Long.MAX_VALUE;
    }

    @Override
    public int blockSize(Path path) {
        return 4096;
    }

    @Override
    public void writeAtomically(Path path, byte[] content, int mode) {
        throw new UnsupportedOperationException();
    }

    private final class MemoryFile implements DiskFile {
        private final Path path;
        private final Inode inode;
        private boolean closed;

        MemoryFile(Path path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException(path + " is closed");
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                if (position >= inode.bytes.length) {
                    return -1;
                }
                int n = (int) Math.min(into.remaining(), inode.bytes.length - position);
                into.put(inode.bytes, (int) position, n);
                return n;
            }
        }

        @Override
        public void readFully(ByteBuffer into, long position) throws IOException {
            int wanted = into.remaining();
            if (wanted > 0 && read(into, position) < wanted) {
                throw new EOFException(path + " ends before " + (position + wanted));
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                before("write", path);
                int n = from.remaining();
                int end = Math.toIntExact(position + n);
                if (end > inode.bytes.length) {
                    inode.bytes = Arrays.copyOf(inode.bytes, end);
                }
                from.get(inode.bytes, (int) position, n);
                if (n > 0) {
                    inode.dirty.set((int) position / SECTOR, (end - 1) / SECTOR + 1);
                }
            }
        }

        @Override
        public void write(List<ByteBuffer> from, long position) throws IOException {
            long at = position;
            for (ByteBuffer buffer : from) {
                int n = buffer.remaining();
                write(buffer, at);
                at += n;
            }
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return inode.bytes.length;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                before("truncate", path);
                if (size < inode.bytes.length) {
                    inode.bytes = Arrays.copyOf(inode.bytes, (int) size);
                }
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                before("force", path);
                forces++;
                if (mutant != Mutant.FORCE_DOES_NOTHING) {
                    inode.durable = inode.bytes.clone();
                    inode.dirty.clear();
                }
            }
        }

        @Override
        public MappedFile map() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                closed = true;
            }
        }
    }
}
