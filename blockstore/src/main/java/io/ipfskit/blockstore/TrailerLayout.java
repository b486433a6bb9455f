package io.ipfskit.blockstore;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Multihash;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The bytes of the block that ends a batch, little-endian.
///
/// ```
///    0               8       12      16              24      28      32              40
///   +---------------+-------+-------+---------------+-------+-------+---------------+---------------+
///   | "IPFSKPAK"    |version| kind  | segment id    | batch | blocks| batch offset  | trailer offset|
///   +---------------+-------+-------+---------------+-------+-------+---------------+---------------+
///   | tombs |adopted| previous id   | previous end  | entries, tombstones, adopted ids, zeros, footer
///   +-------+-------+---------------+---------------+---------------------------------------- - - -
///    48      52      56              64              72
///
///   entry      section offset in the batch u32, length u32, crc32c u32 of the block, CID
///   tombstone  segment id u64, section offset in the file u32, multihash
///   manifest   behind the adopted ids, in version 2 only: see Manifest
///   footer     trailer length u32, crc32c u32, segment id u64, "IPFSKEND"
/// ```
///
/// The checksum in the footer covers the trailer up to itself, and through the entries every byte
/// of the batch: each block by its own checksum, each section head by being equal to its entry.
/// Offsets are absolute, and the id is random, so a trailer that was stored as content is never
/// taken for one.
///
/// `previous id` and `previous end` name the commit segment before this one and where it ended when
/// given up or sealed. A batch's tombstones apply before its blocks and adoptions.
final class TrailerLayout {
    static final long MAGIC = 0x4b41504b53465049L; // "IPFSKPAK"
    static final long END_MAGIC = 0x444e454b53465049L; // "IPFSKEND"

    /// The newest version that is read. Only a trailer with a manifest has it, any other is of
    /// version 1.
    static final int VERSION = 2;

    private static final int VERSION_PLAIN = 1;

    static final int OFFSET_MAGIC = 0;
    static final int OFFSET_VERSION = 8;
    static final int OFFSET_KIND = 12;
    static final int OFFSET_SEGMENT_ID = 16;
    static final int OFFSET_BATCH = 24;
    static final int OFFSET_BLOCKS = 28;
    static final int OFFSET_BATCH_OFFSET = 32;
    static final int OFFSET_TRAILER_OFFSET = 40;
    static final int OFFSET_TOMBSTONES = 48;
    static final int OFFSET_ADOPTED = 52;
    static final int OFFSET_PREVIOUS_ID = 56;
    static final int OFFSET_PREVIOUS_END = 64;
    static final int SIZE = 72;

    // From the end.
    static final int FOOTER_LENGTH = 24;
    static final int FOOTER_CRC = 20;
    static final int FOOTER_SEGMENT_ID = 16;
    static final int FOOTER_MAGIC = 8;
    static final int FOOTER_SIZE = 24;

    /// Bytes of an entry besides its CID.
    static final int ENTRY_SIZE = 12;

    /// Bytes of a tombstone besides its multihash.
    static final int TOMBSTONE_SIZE = 12;

    /// The largest trailer that is read.
    static final int LENGTH_MAX = 64 << 20;

    static final int KIND_COMMIT = 1;
    static final int KIND_BULK = 2;

    /// A block of a batch.
    ///
    /// @param offset position of its section in the file
    record Entry(long offset, int length, int crc, Cid cid) {}

    /// A deleted block, with the place it was deleted from.
    record Tombstone(long segmentId, int offset, Multihash multihash) {}

    /// The fixed part.
    ///
    /// @param offset position of the trailer's bytes in the file
    /// @param length of the trailer's bytes, so that the batch ends at `offset + length`
    record Head(
            int kind,
            long segmentId,
            int batch,
            int blocks,
            long batchOffset,
            long offset,
            int length,
            int tombstones,
            int adopted,
            long previousId,
            long previousEnd) {
        long end() {
            return offset + length;
        }
    }

    /// A whole trailer.
    record Trailer(
            Head head,
            List<Entry> entries,
            List<Tombstone> tombstones,
            List<Long> adopted,
            @Nullable Manifest manifest) {}

    private TrailerLayout() {}

    /// Writes the fixed part and the footer of a trailer whose variable part is already in
    /// `trailer`.
    static void complete(ByteBuffer trailer, Head head, boolean hasManifest) {
        int length = head.length();
        trailer.putLong(OFFSET_MAGIC, MAGIC);
        trailer.putInt(OFFSET_VERSION, hasManifest ? VERSION : VERSION_PLAIN);
        trailer.putInt(OFFSET_KIND, head.kind());
        trailer.putLong(OFFSET_SEGMENT_ID, head.segmentId());
        trailer.putInt(OFFSET_BATCH, head.batch());
        trailer.putInt(OFFSET_BLOCKS, head.blocks());
        trailer.putLong(OFFSET_BATCH_OFFSET, head.batchOffset());
        trailer.putLong(OFFSET_TRAILER_OFFSET, head.offset());
        trailer.putInt(OFFSET_TOMBSTONES, head.tombstones());
        trailer.putInt(OFFSET_ADOPTED, head.adopted());
        trailer.putLong(OFFSET_PREVIOUS_ID, head.previousId());
        trailer.putLong(OFFSET_PREVIOUS_END, head.previousEnd());
        trailer.putInt(length - FOOTER_LENGTH, length);
        trailer.putLong(length - FOOTER_SEGMENT_ID, head.segmentId());
        trailer.putLong(length - FOOTER_MAGIC, END_MAGIC);
        trailer.putInt(length - FOOTER_CRC, crc(trailer, length));
    }

    /// Returns the length of the trailer whose footer is given, 0 when it is no footer of this
    /// segment.
    static int footerLength(ByteBuffer footer, long segmentId) {
        ByteBuffer bytes = footer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit();
        if (bytes.getLong(end - FOOTER_MAGIC) != END_MAGIC
                || bytes.getLong(end - FOOTER_SEGMENT_ID) != segmentId) {
            return 0;
        }
        int length = bytes.getInt(end - FOOTER_LENGTH);
        return length >= SIZE + FOOTER_SIZE && length <= LENGTH_MAX ? length : 0;
    }

    /// Decodes and checks the fixed part; null when the trailer does not validate.
    ///
    /// @param trailer all bytes of the trailer
    /// @param offset where it was read from
    static @Nullable Head head(ByteBuffer trailer, long offset, long segmentId) {
        int length = trailer.limit();
        if (length < SIZE + FOOTER_SIZE
                || footerLength(trailer, segmentId) != length
                || trailer.getLong(OFFSET_MAGIC) != MAGIC
                || trailer.getInt(length - FOOTER_CRC) != crc(trailer, length)
                || trailer.getLong(OFFSET_SEGMENT_ID) != segmentId
                || trailer.getLong(OFFSET_TRAILER_OFFSET) != offset) {
            return null;
        }
        return new Head(
                trailer.getInt(OFFSET_KIND),
                segmentId,
                trailer.getInt(OFFSET_BATCH),
                trailer.getInt(OFFSET_BLOCKS),
                trailer.getLong(OFFSET_BATCH_OFFSET),
                offset,
                length,
                trailer.getInt(OFFSET_TOMBSTONES),
                trailer.getInt(OFFSET_ADOPTED),
                trailer.getLong(OFFSET_PREVIOUS_ID),
                trailer.getLong(OFFSET_PREVIOUS_END));
    }

    /// Returns the format version of a trailer that has the magic.
    static int version(ByteBuffer trailer) {
        return trailer.getInt(OFFSET_VERSION);
    }

    /// Decodes the variable part of a trailer whose head validated; null when it is inconsistent.
    static @Nullable Trailer decode(ByteBuffer trailer, Head head) {
        ByteBuffer bytes = trailer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(SIZE).limit(head.length() - FOOTER_SIZE);
        long room = bytes.remaining();
        if (head.blocks() < 0
                || head.tombstones() < 0
                || head.adopted() < 0
                || (long) head.blocks() * ENTRY_SIZE
                                + (long) head.tombstones() * TOMBSTONE_SIZE
                                + (long) head.adopted() * Long.BYTES
                        > room) {
            return null;
        }
        try {
            List<Entry> entries = new ArrayList<>(head.blocks());
            for (int i = 0; i < head.blocks(); i++) {
                long offset = head.batchOffset() + Integer.toUnsignedLong(bytes.getInt());
                int length = bytes.getInt();
                int crc = bytes.getInt();
                Cid cid = Cid.decode(bytes);
                if (length < 0
                        || length > BlockIndex.LENGTH_MAX
                        || offset + length > head.offset()) {
                    return null;
                }
                entries.add(new Entry(offset, length, crc, cid));
            }
            List<Tombstone> tombstones = new ArrayList<>(head.tombstones());
            for (int i = 0; i < head.tombstones(); i++) {
                tombstones.add(
                        new Tombstone(bytes.getLong(), bytes.getInt(), Multihash.read(bytes)));
            }
            List<Long> adopted = new ArrayList<>(head.adopted());
            for (int i = 0; i < head.adopted(); i++) {
                adopted.add(bytes.getLong());
            }
            Manifest manifest = null;
            if (version(trailer) > VERSION_PLAIN) {
                manifest = Manifest.read(bytes);
                if (manifest == null) {
                    return null;
                }
            }
            return new Trailer(head, entries, tombstones, adopted, manifest);
        } catch (MultiformatException | java.nio.BufferUnderflowException e) {
            return null;
        }
    }

    private static int crc(ByteBuffer trailer, int length) {
        CRC32C crc = new CRC32C();
        crc.update(trailer.slice(0, length - FOOTER_CRC));
        return (int) crc.getValue();
    }
}
