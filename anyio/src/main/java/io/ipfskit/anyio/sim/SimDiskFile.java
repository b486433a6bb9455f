package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.MappedFile;
import io.ipfskit.anyio.OpenMode;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// An open file of a simulated disk; ends with the life of the disk.
final class SimDiskFile implements DiskFile {
    private final SimDiskNames disk;
    private final SimDiskRequests requests;
    private final Path path;
    private final SimDiskContent content;
    private final OpenMode mode;
    private final boolean direct;
    private final long life;
    private final AtomicBoolean closed = new AtomicBoolean();

    SimDiskFile(
            SimDiskNames disk,
            SimDiskRequests requests,
            Path path,
            SimDiskContent content,
            OpenMode mode,
            boolean direct) {
        this.disk = disk;
        this.requests = requests;
        this.path = path;
        this.content = content;
        this.mode = mode;
        this.direct = direct;
        this.life = requests.life();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException, InterruptedException {
        requirePosition(position);
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("the buffer to read into is read-only");
        }
        requireAligned(position, into.remaining());
        return call(
                DiskCall.READ,
                position,
                into.remaining(),
                fault -> {
                    SimDiskNames.failIf(fault, null);
                    int count = into.remaining();
                    if (fault == DiskFault.SHORT && count > 1) {
                        count = shorter(count);
                    }
                    int there = (int) Math.max(0, Math.min(count, content.size() - position));
                    if (fault == DiskFault.ROT && there > 0) {
                        int at = (int) position + disk.random().nextInt(there);
                        content.flip(at, disk.random().nextInt(8));
                    }
                    return content.read(into, position, count);
                });
    }

    /// Less than `count` bytes, and whole blocks where nothing else may be read.
    private int shorter(int count) {
        if (direct) {
            int blocks = count / SimDisk.BLOCK;
            return blocks < 2 ? count : (1 + disk.random().nextInt(blocks - 1)) * SimDisk.BLOCK;
        }
        return 1 + disk.random().nextInt(count - 1);
    }

    /// How many of `count` bytes a write carries out that is not carried out whole: up to some
    /// boundary of sectors, where the page cache stops too.
    private int part(int count, long at) {
        int unit = direct ? SimDisk.BLOCK : SimDiskContent.SECTOR;
        long first = at / unit;
        long end = (at + count) / unit;
        long cut = first + disk.random().nextLong(end - first + 1);
        return (int) Math.max(0, cut * unit - at);
    }

    @Override
    public void readFully(ByteBuffer into, long position) throws IOException, InterruptedException {
        long at = position;
        while (into.hasRemaining()) {
            int count = read(into, at);
            if (count < 0) {
                throw new EOFException(
                        "%s ends at %d, %d bytes before what was to be read"
                                .formatted(path, at, into.remaining()));
            }
            at += count;
        }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException, InterruptedException {
        write(List.of(from), position);
    }

    @Override
    public void write(List<ByteBuffer> from, long position)
            throws IOException, InterruptedException {
        requirePosition(position);
        requireWritable();
        long at = position;
        for (ByteBuffer buffer : from) {
            requireAligned(at, buffer.remaining());
            at += buffer.remaining();
        }
        Deque<ByteBuffer> todo = new ArrayDeque<>(from);
        long next = position + piece(todo, position);
        if (!todo.isEmpty()) {
            // It began, so it is awaited.
            CancelScope.<@Nullable Void, IOException>shield(_ -> {
                long rest = next;
                while (!todo.isEmpty()) {
                    rest += piece(todo, rest);
                }
                return null;
            });
        }
    }

    /// Writes as much of the first buffer as one request takes, and drops it when it is empty.
    private int piece(Deque<ByteBuffer> todo, long at) throws IOException, InterruptedException {
        while (!todo.isEmpty() && !todo.element().hasRemaining()) {
            todo.remove();
        }
        int count = todo.isEmpty() ? 0 : piece(todo.element(), at);
        while (!todo.isEmpty() && !todo.element().hasRemaining()) {
            todo.remove();
        }
        return count;
    }

    /// Writes as much as one request takes.
    private int piece(ByteBuffer from, long at) throws IOException, InterruptedException {
        return call(
                DiskCall.WRITE,
                at,
                from.remaining(),
                fault -> {
                    int count = from.remaining();
                    if (at + count > SimDiskNames.FILE_MAX) {
                        throw new IOException("File too large");
                    }
                    int room = disk.room(content.size(), at + count, count);
                    boolean fails = fault == DiskFault.FAIL || fault == DiskFault.FULL;
                    if (fails || fault == DiskFault.SHORT) {
                        int part = part(count, at);
                        count = part == 0 && !fails ? count : part;
                    }
                    count = Math.min(count, room);
                    content.write(from, count, (int) at, disk.nextStamp());
                    content.modified = Clock.now();
                    SimDiskNames.failIf(fault, null);
                    if (count == 0) {
                        throw new IOException(SimDiskNames.FULL);
                    }
                    if (mode.isDsync() && fault != DiskFault.LOSE && fault != DiskFault.TEAR) {
                        content.force((int) at, (int) at + count);
                    }
                    return count;
                });
    }

    @Override
    public boolean isDirect() {
        return direct;
    }

    @Override
    public long size() throws IOException, InterruptedException {
        return call(
                DiskCall.LOOK,
                0,
                0,
                fault -> {
                    SimDiskNames.failIf(fault, null);
                    return content.size();
                });
    }

    @Override
    public void truncate(long size) throws IOException, InterruptedException {
        requirePosition(size);
        requireWritable();
        this.<@Nullable Void>call(
                DiskCall.TRUNCATE,
                size,
                0,
                fault -> {
                    SimDiskNames.failIf(fault, null);
                    content.truncate((int) Math.min(size, SimDiskNames.FILE_MAX), disk.nextStamp());
                    content.modified = Clock.now();
                    return null;
                });
    }

    @Override
    public void force(boolean metadata) throws IOException, InterruptedException {
        this.<@Nullable Void>call(
                DiskCall.FORCE,
                0,
                0,
                fault -> {
                    if (fault == DiskFault.FAIL || fault == DiskFault.FULL) {
                        content.doom();
                    }
                    SimDiskNames.failIf(fault, null);
                    if (fault != DiskFault.LOSE && fault != DiskFault.TEAR) {
                        content.force();
                        if (metadata) {
                            content.forceMetadata();
                        }
                    }
                    return null;
                });
    }

    @Override
    public MappedFile map() throws IOException, InterruptedException {
        return call(
                DiskCall.LOOK,
                0,
                0,
                fault -> {
                    SimDiskNames.failIf(fault, null);
                    return new SimDiskMapping(requests, path, content.copy());
                });
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            disk.closed();
        }
    }

    @Override
    public String toString() {
        return "DiskFile[" + path + "]";
    }

    private <R extends @Nullable Object> R call(
            DiskCall call, long position, int bytes, SimDiskRequests.Effect<R> effect)
            throws IOException, InterruptedException {
        return requests.call(
                call,
                path,
                position,
                bytes,
                life,
                fault -> {
                    if (closed.get()) {
                        throw new IOException(path + " is closed");
                    }
                    return effect.apply(fault);
                });
    }

    private void requireWritable() {
        if (!mode.isWritable()) {
            throw new NonWritableChannelException();
        }
    }

    private void requireAligned(long position, int bytes) throws IOException {
        if (direct && (position % SimDisk.BLOCK != 0 || bytes % SimDisk.BLOCK != 0)) {
            throw new IOException(
                    "%s is open for direct access: position %d and %d bytes must be multiples of %d"
                            .formatted(path, position, bytes, SimDisk.BLOCK));
        }
    }

    private static void requirePosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException(
                    "a position in a file must not be negative, was " + position);
        }
    }
}
