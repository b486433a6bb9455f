package io.ipfskit.node.add;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Direct buffers for chunks, kept for reuse: at most 8 MiB of large ones and 1 MiB of small ones.
///
/// A buffer whose read or hash may still run (after a cancellation) is never given back; it is left
/// to the collector. Thread-safe.
final class ChunkBuffers {
    static final int SMALL = 64 * 1024;
    static final int LARGE = 1024 * 1024;

    private static final int KEPT_SMALL = 16;
    private static final int KEPT_LARGE = 8;

    private final Deque<ByteBuffer> small = new ArrayDeque<>();
    private final Deque<ByteBuffer> large = new ArrayDeque<>();

    /// A cleared buffer with a limit of `size`.
    ByteBuffer take(int size) {
        if (size > LARGE) {
            return ByteBuffer.allocateDirect(size);
        }
        ByteBuffer buffer;
        synchronized (this) {
            buffer = (size <= SMALL ? small : large).pollLast();
        }
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(size <= SMALL ? SMALL : LARGE);
        }
        return buffer.clear().limit(size);
    }

    /// Takes a buffer back that nobody uses any more.
    synchronized void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() == SMALL && small.size() < KEPT_SMALL) {
            small.addLast(buffer);
        } else if (buffer.capacity() == LARGE && large.size() < KEPT_LARGE) {
            large.addLast(buffer);
        }
    }
}
