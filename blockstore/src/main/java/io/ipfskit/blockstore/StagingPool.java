package io.ipfskit.blockstore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/// Write buffers outside the heap, aligned to device blocks, kept for the next session.
/// Thread-safe.
final class StagingPool {
    static final int SIZE = 1 << 20;
    private static final int KEPT_MAX = 4;

    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    ByteBuffer take() {
        synchronized (free) {
            ByteBuffer buffer = free.poll();
            if (buffer != null) {
                return buffer.clear();
            }
        }
        return ByteBuffer.allocateDirect(SIZE + CarLayout.BLOCK)
                .alignedSlice(CarLayout.BLOCK)
                .limit(SIZE)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    void giveBack(ByteBuffer buffer) {
        synchronized (free) {
            if (free.size() < KEPT_MAX) {
                free.push(buffer);
            }
        }
    }
}
