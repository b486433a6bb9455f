package io.ipfskit.wal.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The header block of a segment, 4096 bytes, little-endian, zero where unused.
///
/// ```
///    0               8       12      16              24
///   +---------------+-------+-------+---------------+---------------+
///   | "IPFSKWAL"    |version|length | segment id    | epoch         |
///   +---------------+-------+-------+---------------+---------------+
///   | first seq     | previous seq  | crc32c| zeros up to 4096       |
///   +---------------+---------------+-------+-----------------------+
///    32              40              48
/// ```
final class SegmentLayout {
    static final long MAGIC = 0x4c41574b53465049L; // "IPFSKWAL"
    static final int VERSION = 1;

    static final int OFFSET_MAGIC = 0;
    static final int OFFSET_VERSION = 8;
    static final int OFFSET_LENGTH = 12;
    static final int OFFSET_SEGMENT_ID = 16;
    static final int OFFSET_EPOCH = 24;
    static final int OFFSET_FIRST_SEQ = 32;
    static final int OFFSET_PREVIOUS_SEQ = 40;
    static final int OFFSET_CRC = 48;

    /// Size of the header, and alignment of the batches behind it.
    static final int BLOCK = 4096;

    /// The decoded header.
    ///
    /// @param previousSeq the last record before this segment
    record Header(int version, long segmentId, long epoch, long firstSeq, long previousSeq) {}

    private SegmentLayout() {}

    /// Writes the header at the start of `target`, which must hold zeros there.
    static void encode(ByteBuffer target, Header header) {
        target.putLong(OFFSET_MAGIC, MAGIC);
        target.putInt(OFFSET_VERSION, header.version());
        target.putInt(OFFSET_LENGTH, BLOCK);
        target.putLong(OFFSET_SEGMENT_ID, header.segmentId());
        target.putLong(OFFSET_EPOCH, header.epoch());
        target.putLong(OFFSET_FIRST_SEQ, header.firstSeq());
        target.putLong(OFFSET_PREVIOUS_SEQ, header.previousSeq());
        target.putInt(OFFSET_CRC, crc(target));
    }

    /// Returns whether the block starts with the magic. The zeros behind the header may be missing:
    /// a write that filled the disk ends where the space did.
    static boolean hasMagic(ByteBuffer block) {
        return block.remaining() >= OFFSET_CRC + Integer.BYTES
                && block.getLong(OFFSET_MAGIC) == MAGIC;
    }

    /// Returns the version, which stays at its place in every version.
    static int version(ByteBuffer block) {
        return block.getInt(OFFSET_VERSION);
    }

    /// Returns whether the checksum fits and the fields make sense.
    static boolean isValid(ByteBuffer block) {
        return hasMagic(block)
                && block.getInt(OFFSET_CRC) == crc(block)
                && block.getInt(OFFSET_LENGTH) == BLOCK
                && block.getLong(OFFSET_FIRST_SEQ) > block.getLong(OFFSET_PREVIOUS_SEQ)
                && block.getLong(OFFSET_PREVIOUS_SEQ) >= 0;
    }

    static Header decode(ByteBuffer block) {
        return new Header(
                version(block),
                block.getLong(OFFSET_SEGMENT_ID),
                block.getLong(OFFSET_EPOCH),
                block.getLong(OFFSET_FIRST_SEQ),
                block.getLong(OFFSET_PREVIOUS_SEQ));
    }

    private static int crc(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block.slice(0, OFFSET_CRC));
        return (int) crc.getValue();
    }

    /// Returns `bytes` rounded up to whole blocks.
    static long align(long bytes) {
        return (bytes + BLOCK - 1) & -BLOCK;
    }
}
