package io.ipfskit.blockstore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The fixed parts of a CARv2 file ([specification](https://ipld.io/specs/transport/car/carv2/)),
/// little-endian.
///
/// ```
///    0          11               27               35               43              51      4096
///   +----------+----------------+----------------+----------------+---------------+-------+- - -
///   | pragma   | characteristics| data offset    | data size      | index offset  | zeros | CARv1 data, index
///   +----------+----------------+----------------+----------------+---------------+-------+- - -
/// ```
///
/// While a segment grows, data size and index offset are 0. The header has a block of its own, so
/// that sealing never writes to a block that holds acknowledged bytes.
final class CarLayout {
    static final int OFFSET_CHARACTERISTICS = 11;
    static final int OFFSET_DATA_OFFSET = 27;
    static final int OFFSET_DATA_SIZE = 35;
    static final int OFFSET_INDEX_OFFSET = 43;
    static final int HEADER_SIZE = 51;

    /// Size of a device block: header block, and alignment of batch ends.
    static final int BLOCK = 4096;

    /// Where the CARv1 data begins.
    static final int DATA_OFFSET = BLOCK;

    private static final byte[] PRAGMA = HexFormat.of().parseHex("0aa16776657273696f6e02");

    /// CARv1 header: version 1 and, as the one root the format asks for, the empty identity CID
    /// `bafkqaaa`.
    private static final byte[] CARV1_HEADER =
            HexFormat.of().parseHex("19a265726f6f747381d82a4500015500006776657273696f6e01");

    /// Where the first section begins.
    static final int FIRST_SECTION = DATA_OFFSET + CARV1_HEADER.length;

    private static final byte FULLY_INDEXED = (byte) 0x80;

    private CarLayout() {}

    /// The header block followed by the CARv1 header, for a growing segment.
    static ByteBuffer opening() {
        ByteBuffer bytes = ByteBuffer.allocate(FIRST_SECTION);
        bytes.put(0, header(0));
        bytes.put(DATA_OFFSET, CARV1_HEADER);
        return bytes;
    }

    /// Pragma and header.
    ///
    /// @param dataEnd position behind the data, where the index begins; 0 while the segment grows
    static byte[] header(long dataEnd) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, PRAGMA);
        bytes.putLong(OFFSET_DATA_OFFSET, DATA_OFFSET);
        if (dataEnd > 0) {
            bytes.put(OFFSET_CHARACTERISTICS, FULLY_INDEXED);
            bytes.putLong(OFFSET_DATA_SIZE, dataEnd - DATA_OFFSET);
            bytes.putLong(OFFSET_INDEX_OFFSET, dataEnd);
        }
        return bytes.array();
    }

    /// Returns where the data ends according to a sealed header, 0 when the segment is not sealed
    /// or the header does not validate.
    static long sealedEnd(ByteBuffer header, long fileSize) {
        if (header.remaining() < HEADER_SIZE) {
            return 0;
        }
        long end = header.order(ByteOrder.LITTLE_ENDIAN).getLong(OFFSET_INDEX_OFFSET);
        if (end <= DATA_OFFSET || end > fileSize) {
            return 0;
        }
        byte[] found = new byte[HEADER_SIZE];
        header.get(0, found);
        return java.util.Arrays.equals(found, header(end)) ? end : 0;
    }
}
