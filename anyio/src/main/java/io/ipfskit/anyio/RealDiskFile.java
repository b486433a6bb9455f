package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// An open file of this machine.
///
/// A read goes into a buffer of the file thread and is copied to the caller's only if the caller
/// still waits, so that an abandoned read touches nothing. (For heap buffers the JDK makes this
/// very copy anyway.)
final class RealDiskFile implements DiskFile {
    static final int READ_MAX = 1 << 20;
    private static final int ALIGNMENT = 4096;

    /// One per file thread; task threads never reach it.
    private static final ThreadLocal<ByteBuffer> SCRATCH = new ThreadLocal<>();

    private final Path path;
    private final FileChannel channel;
    private final CachedReads.@Nullable Handle cached;
    private final boolean direct;

    /// Whether each write is synced by a call of its own.
    private final boolean forcing;

    private final AtomicBoolean closed = new AtomicBoolean();

    /// Of the run that opened it.
    private final Counters counters;

    /// Made on a file thread.
    ///
    /// @param cached a second descriptor of the same file, if reads may try the page cache first
    /// @param direct whether the page cache is bypassed
    /// @param forcing whether each write is synced by a call of its own
    RealDiskFile(
            Path path,
            FileChannel channel,
            CachedReads.@Nullable Handle cached,
            boolean direct,
            boolean forcing) {
        this.counters = Run.ofCaller().counters();
        counters.openFiles(1);
        this.path = path;
        this.channel = channel;
        this.cached = cached;
        this.direct = direct;
        this.forcing = forcing;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException, InterruptedException {
        requirePosition(position);
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("the buffer to read into is read-only");
        }
        if (cached != null) {
            Checkpoint.ifCancelled();
            int count = cached.read(into, position);
            if (count != CachedReads.NOT_CACHED) {
                if (cached.isTurnOver(count)) {
                    Checkpoint.shielded();
                }
                return count;
            }
        }
        int wanted = Math.min(into.remaining(), READ_MAX);
        return FileThreads.read(
                () -> {
                    ByteBuffer scratch = scratch(wanted);
                    int count = channel.read(scratch, position);
                    scratch.flip();
                    return count;
                },
                count -> {
                    if (count > 0) {
                        into.put(scratchNow());
                    }
                });
    }

    @Override
    public void readFully(ByteBuffer into, long position) throws IOException, InterruptedException {
        long at = position;
        while (into.hasRemaining()) {
            int count = read(into, at);
            if (count < 0) {
                throw new EOFException(
                        path
                                + " ends at "
                                + at
                                + ", "
                                + into.remaining()
                                + " bytes before what was to be read");
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
        FileThreads.change(
                "file write",
                () -> {
                    long at = position;
                    for (ByteBuffer buffer : from) {
                        while (buffer.hasRemaining()) {
                            at += channel.write(buffer, at);
                        }
                    }
                    if (forcing) {
                        channel.force(false);
                    }
                    return at;
                });
    }

    @Override
    public boolean isDirect() {
        return direct;
    }

    @Override
    public long size() throws IOException, InterruptedException {
        return FileThreads.look("file size", channel::size);
    }

    @Override
    public void truncate(long size) throws IOException, InterruptedException {
        requirePosition(size);
        FileThreads.change("file truncate", () -> channel.truncate(size));
    }

    @Override
    public void force(boolean metadata) throws IOException, InterruptedException {
        FileThreads.change(
                "file force",
                () -> {
                    channel.force(metadata);
                    return metadata;
                });
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed by the mapping, or here when mapping fails
    public MappedFile map() throws IOException, InterruptedException {
        return FileThreads.change(
                "file map",
                () -> {
                    Arena arena = Arena.ofShared();
                    try {
                        return new RealMappedFile(
                                arena,
                                channel.map(
                                        FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
                    } catch (Throwable failed) {
                        arena.close();
                        throw failed;
                    }
                });
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (cached != null) {
                cached.close();
            }
            FileThreads.close(path.toString(), channel);
            counters.openFiles(-1);
        }
    }

    @Override
    public String toString() {
        return "DiskFile[" + path + "]";
    }

    /// Memory of the calling file thread, cleared.
    static ByteBuffer scratch(int size) {
        ByteBuffer buffer = SCRATCH.get();
        if (buffer == null || buffer.capacity() < size) {
            int capacity =
                    Math.clamp(
                            Integer.highestOneBit(Math.max(size - 1, 1)) * 2L, 1 << 16, READ_MAX);
            buffer = ByteBuffer.allocateDirect(capacity + ALIGNMENT).alignedSlice(ALIGNMENT);
            SCRATCH.set(buffer);
        }
        return buffer.clear().limit(size);
    }

    /// The memory as the last call of [#scratch] left it.
    static ByteBuffer scratchNow() {
        return SCRATCH.get();
    }

    private static void requirePosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException(
                    "a position in a file must not be negative, was " + position);
        }
    }
}
