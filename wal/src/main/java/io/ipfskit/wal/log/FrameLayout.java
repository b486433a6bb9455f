package io.ipfskit.wal.log;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// One record inside a batch, little-endian.
///
/// ```
///    0       4       8               16 17
///   +-------+-------+---------------+--+------------- - -
///   |length |crc32c | seq           |ty| payload
///   +-------+-------+---------------+--+------------- - -
/// ```
///
/// `length` counts the payload. The checksum covers segment id, seq, type and payload, so that a
/// frame of another segment, or at another place, never validates.
final class FrameLayout {
    static final int OFFSET_LENGTH = 0;
    static final int OFFSET_CRC = 4;
    static final int OFFSET_SEQ = 8;
    static final int OFFSET_TYPE = 16;
    static final int OFFSET_PAYLOAD = 17;

    /// Size of a frame with an empty payload.
    static final int SIZE = OFFSET_PAYLOAD;

    /// Computes checksums of frames; one per flusher or reader.
    static final class Checksum {
        private final CRC32C crc = new CRC32C();
        private final ByteBuffer head = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);

        int of(long segmentId, long seq, byte type, ByteBuffer payload) {
            crc.reset();
            head.putLong(0, segmentId).putLong(8, seq).put(16, type);
            crc.update(head.array(), 0, 17);
            crc.update(payload);
            return (int) crc.getValue();
        }
    }

    private FrameLayout() {}

    /// Appends a frame at the position of `target`.
    static void encode(
            ByteBuffer target,
            Checksum checksum,
            long segmentId,
            long seq,
            byte type,
            ByteBuffer payload) {
        target.putInt(payload.remaining());
        target.putInt(checksum.of(segmentId, seq, type, payload.duplicate()));
        target.putLong(seq);
        target.put(type);
        target.put(payload.duplicate());
    }

    /// Returns the payload of the frame at `at` when the frame is record `seq` and ends within
    /// `limit`, else null.
    static @Nullable ByteBuffer payload(
            ByteBuffer source, int at, int limit, Checksum checksum, long segmentId, long seq) {
        if (limit - at < SIZE) {
            return null;
        }
        int length = source.getInt(at + OFFSET_LENGTH);
        if (length < 0 || length > limit - at - SIZE || source.getLong(at + OFFSET_SEQ) != seq) {
            return null;
        }
        ByteBuffer payload = source.slice(at + OFFSET_PAYLOAD, length);
        int crc = checksum.of(segmentId, seq, source.get(at + OFFSET_TYPE), payload.duplicate());
        return crc == source.getInt(at + OFFSET_CRC) ? payload : null;
    }
}
