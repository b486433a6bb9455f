package io.ipfskit.wal.log;

import java.nio.ByteBuffer;

/// A record on its way to the flusher.
final class Pending {
    final byte type;
    final ByteBuffer payload;

    /// Given when the record is accepted, in order.
    long seq;

    Pending(int type, ByteBuffer payload) {
        this.type = (byte) type;
        this.payload = payload;
    }

    int frameSize() {
        return FrameLayout.SIZE + payload.remaining();
    }
}
