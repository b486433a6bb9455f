package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.MappedFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A file of a simulated disk, in memory of its own, so that it is gone when closed.
final class SimDiskMapping implements MappedFile {
    private final SimDiskRequests requests;
    private final Path path;
    private final long life;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    // Guarded by this.
    private boolean closed;

    SimDiskMapping(SimDiskRequests requests, Path path, byte[] content) {
        this.requests = requests;
        this.path = path;
        this.life = requests.life();
        this.segment = arena.allocate(content.length);
        MemorySegment.copy(MemorySegment.ofArray(content), 0, segment, 0, content.length);
    }

    @Override
    public long size() {
        return segment.byteSize();
    }

    @Override
    public ByteBuffer slice(long offset, int length) {
        return segment.asSlice(offset, length).asByteBuffer().asReadOnlyBuffer();
    }

    @Override
    public void load(long offset, long length) throws IOException, InterruptedException {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the mapping of " + path + " is closed");
            }
        }
        int bytes = slice(offset, Math.toIntExact(length)).remaining();
        requests.<@Nullable Void>call(
                DiskCall.READ,
                path,
                offset,
                bytes,
                life,
                fault -> {
                    SimDiskNames.failIf(fault, null);
                    return null;
                });
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
