package io.ipfskit.wal.log;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// A record on its way to the flusher.
final class Pending {
    final byte type;
    final ByteBuffer payload;

    /// Given when the record is accepted, in order.
    long seq;

    /// The span of its append as W3C `traceparent`, null where nothing is traced. Set before it is
    /// submitted.
    @Nullable String traceparent;

    Pending(int type, ByteBuffer payload) {
        this.type = (byte) type;
        this.payload = payload;
    }

    int frameSize() {
        return FrameLayout.SIZE + payload.remaining();
    }
}
