package io.ipfskit.anyio.sim;

import java.nio.ByteBuffer;

/// What one end of a connection receives, by offset (RFC 9293, section 3.3.1); out of order nothing
/// is kept. Guarded by the world's monitor.
final class ReceiveSpace {
    private final ByteRing in;
    private long received;
    private long advertised;
    private boolean finReceived;

    ReceiveSpace(int buffer) {
        in = new ByteRing(buffer);
        advertised = buffer;
    }

    /// Gives what is there, and returns how much.
    int take(ByteBuffer into) {
        return in.take(into);
    }

    /// Whether a peer that was told of too little room should hear that there is more.
    boolean isWindowWorthTelling() {
        return advertised - received < SendSpace.SEGMENT_MAX
                && window() - advertised >= Math.min(SendSpace.SEGMENT_MAX, in.capacity() / 2);
    }

    /// Whether some of these bytes have not been here before and follow what has.
    boolean isNews(SendSpace.Segment segment) {
        long skip = received - segment.offset;
        return skip >= 0 && segment.data.length - skip > 0;
    }

    /// Takes what is new of a packet.
    ///
    /// @throws IllegalStateException when there is no room for it: the peer was never told so
    void accept(SendSpace.Segment segment) {
        if (isNews(segment)) {
            long skip = received - segment.offset;
            int fresh = (int) (segment.data.length - skip);
            ByteBuffer bytes = ByteBuffer.wrap(segment.data, (int) skip, fresh);
            received += in.put(bytes);
            if (bytes.hasRemaining()) {
                throw new IllegalStateException("the window was overrun at byte " + received);
            }
        }
        if (segment.isLast && segment.offset + segment.data.length == received) {
            finReceived = true;
        }
    }

    /// Returns the offset before which everything is here, the FIN included.
    long acknowledged() {
        return received + (finReceived ? 1 : 0);
    }

    /// Returns the offset up to which there is room.
    long window() {
        return received + in.room();
    }

    /// The peer is told of this much room.
    void advertise(long window) {
        advertised = window;
    }

    /// Whether the peer sends no more, and everything it sent is here.
    boolean isEnded() {
        return finReceived;
    }

    boolean isEmpty() {
        return in.size() == 0;
    }

    /// Forgets what nobody took.
    void clear() {
        in.clear();
    }

    /// Forgets also that the end was seen.
    void lose() {
        in.clear();
        finReceived = false;
    }
}
