package io.ipfskit.anyio.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Direct memory that one run lends to calls with buffers on the heap.
///
/// The JDK would copy such a buffer through direct memory too, and keep one as large as the largest
/// buffer for each thread. Here a piece has a fixed size, is held only while a call is in the
/// system, never while a task waits, and at most [#KEPT_MAX] are kept.
final class DirectBuffers {
    /// Bytes of one piece; a datagram fits in.
    static final int SIZE = 1 << 16;

    private static final int KEPT_MAX = 32;

    // Guarded by this. Invariant: at most KEPT_MAX.
    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>(KEPT_MAX);

    /// Takes a piece, with position 0 and limit [#SIZE].
    ByteBuffer borrow() {
        synchronized (this) {
            ByteBuffer buffer = kept.poll();
            if (buffer != null) {
                return buffer.clear();
            }
        }
        return ByteBuffer.allocateDirect(SIZE);
    }

    synchronized void giveBack(ByteBuffer buffer) {
        if (kept.size() < KEPT_MAX) {
            kept.push(buffer);
        }
    }
}
