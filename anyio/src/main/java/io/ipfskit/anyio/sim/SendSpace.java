package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// What one end of a connection sends, by offset (RFC 9293, section 3.3.1): [unacked, next) is
/// under way, [next, end) waits. A FIN counts as the byte at `end`. Guarded by the world's monitor.
final class SendSpace {
    /// Most bytes of one packet: what a network card takes in one piece.
    static final int SEGMENT_MAX = 16_384;

    /// One packet with content.
    static final class Segment {
        /// Of its first byte.
        final long offset;

        final byte[] data;

        /// Whether a FIN is behind its bytes.
        final boolean isLast;

        private Segment(long offset, byte[] data, boolean isLast) {
            this.offset = offset;
            this.data = data;
            this.isLast = isLast;
        }
    }

    private final ByteRing out;
    private long unacked;
    private long next;
    private long end;
    private long windowEnd;
    private boolean finQueued;

    SendSpace(int buffer) {
        out = new ByteRing(buffer);
        windowEnd = buffer;
    }

    /// Takes what there is room for; returns how much.
    int put(ByteBuffer from) {
        int count = out.put(from);
        end += count;
        return count;
    }

    void queueFin() {
        finQueued = true;
    }

    boolean isFinQueued() {
        return finQueued;
    }

    /// Returns the next packet that the window allows, which counts as under way then; null when
    /// there is none.
    @Nullable Segment poll() {
        if (next > end) {
            return null;
        }
        int size = (int) Math.min(SEGMENT_MAX, Math.min(end, windowEnd) - next);
        boolean fin = finQueued && next + size == end;
        boolean isCutShort = size < Math.min(SEGMENT_MAX, end - next);
        if ((size == 0 && !fin) || (isCutShort && unacked < next)) {
            return null;
        }
        Segment segment = new Segment(next, out.peek((int) (next - unacked), size), fin);
        next += size + (fin ? 1 : 0);
        return segment;
    }

    /// Returns a packet without content, which asks for an acknowledgement.
    Segment probe() {
        return new Segment(next, new byte[0], false);
    }

    /// The peer has everything before `ack`, and room up to `window`; returns whether the first is
    /// news.
    boolean acknowledge(long ack, long window) {
        boolean isNews = ack > unacked;
        if (isNews) {
            out.drop((int) (Math.min(ack, end) - unacked));
            unacked = ack;
            next = Math.max(next, unacked);
        }
        windowEnd = Math.max(windowEnd, window);
        return isNews;
    }

    /// Whether something was sent and not acknowledged.
    boolean isUnderWay() {
        return unacked < next;
    }

    /// Whether something waits to be sent.
    boolean isWaiting() {
        return next < end;
    }

    /// Whether the peer has everything, the FIN included.
    boolean isAllAcknowledged() {
        return unacked > end;
    }

    /// What is under way is to be sent again.
    void rewind() {
        next = unacked;
    }

    void clear() {
        out.clear();
    }
}
