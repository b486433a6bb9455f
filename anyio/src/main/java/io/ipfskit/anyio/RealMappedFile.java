package io.ipfskit.anyio;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A mapping of this machine, unmapped when closed.
final class RealMappedFile implements MappedFile {
    private final Arena arena;
    private final MemorySegment segment;

    // Guarded by this.
    private boolean closed;

    RealMappedFile(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
    }

    @Override
    public long size() {
        return segment.byteSize();
    }

    @Override
    public ByteBuffer slice(long offset, int length) {
        return segment.asSlice(offset, length).asByteBuffer();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
