package io.ipfskit.wal.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The header of a batch, 64 bytes, little-endian, at a multiple of 4096; frames follow, then zeros
/// up to the next multiple.
///
/// ```
///    0       4       8               16              24      28
///   +-------+-------+---------------+---------------+-------+-------+
///   |"IKWB" |crc32c | segment id    | epoch         | index | count |
///   +-------+-------+---------------+---------------+-------+-------+
///   | first seq     | previous seq  |length | zeros                 |
///   +---------------+---------------+-------+-----------------------+
///    32              40              48      52                  64
/// ```
///
/// The checksum covers bytes 8 to 63. Each frame has its own.
///
/// A batch without frames is a cover: a clean close writes it behind the last records, so that
/// later damage to those is told from a flush that was cut off. Its first sequence is the next one.
final class BatchLayout {
    static final int MAGIC = 0x42574b49; // "IKWB"

    static final int OFFSET_MAGIC = 0;
    static final int OFFSET_CRC = 4;
    static final int OFFSET_SEGMENT_ID = 8;
    static final int OFFSET_EPOCH = 16;
    static final int OFFSET_INDEX = 24;
    static final int OFFSET_COUNT = 28;
    static final int OFFSET_FIRST_SEQ = 32;
    static final int OFFSET_PREVIOUS_SEQ = 40;
    static final int OFFSET_LENGTH = 48;
    static final int OFFSET_RESERVED = 52;
    static final int SIZE = 64;

    /// Largest length of the frames of one batch: one record of the largest size, or many small
    /// ones.
    static final int MAX_LENGTH = (32 << 20) + FrameLayout.SIZE;

    /// The decoded header.
    ///
    /// @param index number of the batch in its segment, from 0
    /// @param count number of frames, 0 in a cover
    /// @param previousSeq the last record before this batch in the log
    /// @param length bytes of the frames
    record Header(
            long segmentId,
            long epoch,
            int index,
            int count,
            long firstSeq,
            long previousSeq,
            int length) {
        long lastSeq() {
            return firstSeq + count - 1;
        }

        /// Whether this is a cover.
        boolean isCover() {
            return count == 0;
        }

        /// Bytes up to the next batch.
        long alignedSize() {
            return SegmentLayout.align(SIZE + (long) length);
        }
    }

    private BatchLayout() {}

    /// Writes the header at `at`; the 64 bytes there must be zero.
    static void encode(ByteBuffer target, int at, Header header) {
        target.putInt(at + OFFSET_MAGIC, MAGIC);
        target.putLong(at + OFFSET_SEGMENT_ID, header.segmentId());
        target.putLong(at + OFFSET_EPOCH, header.epoch());
        target.putInt(at + OFFSET_INDEX, header.index());
        target.putInt(at + OFFSET_COUNT, header.count());
        target.putLong(at + OFFSET_FIRST_SEQ, header.firstSeq());
        target.putLong(at + OFFSET_PREVIOUS_SEQ, header.previousSeq());
        target.putInt(at + OFFSET_LENGTH, header.length());
        target.putInt(at + OFFSET_CRC, crc(target, at));
    }

    /// Returns whether a batch header of this segment stands at `at`.
    static boolean isValid(ByteBuffer source, int at, long segmentId) {
        if (source.limit() - at < SIZE
                || source.getInt(at + OFFSET_MAGIC) != MAGIC
                || source.getLong(at + OFFSET_SEGMENT_ID) != segmentId
                || source.getInt(at + OFFSET_CRC) != crc(source, at)) {
            return false;
        }
        int length = source.getInt(at + OFFSET_LENGTH);
        int count = source.getInt(at + OFFSET_COUNT);
        return length >= 0
                && length <= MAX_LENGTH
                && count >= 0
                && (count > 0 || length == 0)
                && (long) count * FrameLayout.SIZE <= length
                && source.getInt(at + OFFSET_INDEX) >= 0
                && source.getLong(at + OFFSET_PREVIOUS_SEQ) >= 0
                && source.getLong(at + OFFSET_FIRST_SEQ) > source.getLong(at + OFFSET_PREVIOUS_SEQ);
    }

    static Header decode(ByteBuffer source, int at) {
        return new Header(
                source.getLong(at + OFFSET_SEGMENT_ID),
                source.getLong(at + OFFSET_EPOCH),
                source.getInt(at + OFFSET_INDEX),
                source.getInt(at + OFFSET_COUNT),
                source.getLong(at + OFFSET_FIRST_SEQ),
                source.getLong(at + OFFSET_PREVIOUS_SEQ),
                source.getInt(at + OFFSET_LENGTH));
    }

    private static int crc(ByteBuffer source, int at) {
        CRC32C crc = new CRC32C();
        crc.update(source.slice(at + OFFSET_SEGMENT_ID, SIZE - OFFSET_SEGMENT_ID));
        return (int) crc.getValue();
    }
}
