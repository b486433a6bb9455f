package io.ipfskit.anyio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/// A mapping of this machine, unmapped when closed.
final class RealMappedFile implements MappedFile {
    /// No page of memory is smaller.
    private static final int PAGE = 4096;

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
    public void load(long offset, long length) throws IOException, InterruptedException {
        MemorySegment stretch = segment.asSlice(offset, length);
        FileThreads.look("file load", () -> touched(stretch));
    }

    /// Reads a byte of each page. Not `MemorySegment.load`, which would keep [#close] from closing
    /// while an abandoned load goes on; this ends with an exception nobody waits for.
    private static int touched(MemorySegment stretch) {
        int sum = 0;
        for (long at = 0; at < stretch.byteSize(); at += PAGE) {
            sum += stretch.get(ValueLayout.JAVA_BYTE, at);
        }
        return stretch.byteSize() == 0
                ? sum
                : sum + stretch.get(ValueLayout.JAVA_BYTE, stretch.byteSize() - 1);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
