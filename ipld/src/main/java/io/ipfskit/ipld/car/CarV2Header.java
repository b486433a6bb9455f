package io.ipfskit.ipld.car;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The pragma and the fixed header of a CARv2 file, little-endian.
///
/// ```
///    0          11                27               35               43              51
///   +----------+-----------------+----------------+----------------+---------------+
///   | pragma   | characteristics | data offset    | data size      | index offset  |
///   +----------+-----------------+----------------+----------------+---------------+
/// ```
///
/// @param fullyIndexed whether the index has every section, those of identity CIDs included
/// @param dataOffset of the CARv1 data in the file
/// @param dataSize bytes of it; 0 in a file that was never finished
/// @param indexOffset of the index in the file; 0 if there is none
public record CarV2Header(boolean fullyIndexed, long dataOffset, long dataSize, long indexOffset) {
    /// Bytes of pragma and header.
    public static final int SIZE = 51;

    /// Bytes of the pragma.
    static final int PRAGMA_SIZE = 11;

    private static final byte[] PRAGMA = HexFormat.of().parseHex("0aa16776657273696f6e02");

    /// The first bit of the characteristics, which are read from the most significant one.
    private static final byte FULLY_INDEXED = (byte) 0x80;

    /// Checks the places: data behind the header, index behind the data.
    public CarV2Header {
        if (dataOffset < SIZE || dataSize < 0 || dataOffset > Long.MAX_VALUE - dataSize) {
            throw new IllegalArgumentException(
                    "data of " + dataSize + " bytes cannot be at byte " + dataOffset);
        }
        if (indexOffset != 0 && (dataSize == 0 || indexOffset < dataOffset + dataSize)) {
            throw new IllegalArgumentException(
                    "an index cannot be at byte "
                            + indexOffset
                            + ", the data ends at "
                            + (dataOffset + dataSize));
        }
    }

    /// Whether a file that begins so is a CARv2.
    static boolean isPragma(ByteBuffer start) {
        return start.remaining() >= PRAGMA_SIZE
                && start.slice(start.position(), PRAGMA_SIZE).equals(ByteBuffer.wrap(PRAGMA));
    }

    /// Pragma and header.
    public ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.put(PRAGMA).put(fullyIndexed ? FULLY_INDEXED : 0).put(new byte[15]);
        return out.putLong(dataOffset).putLong(dataSize).putLong(indexOffset).flip();
    }

    /// Reads pragma and header.
    ///
    /// @throws CarException if they are none
    public static CarV2Header decode(ByteBuffer start) throws CarException {
        if (start.remaining() < SIZE || !isPragma(start)) {
            throw new CarException(0, "this is no CARv2");
        }
        ByteBuffer in = start.slice().order(ByteOrder.LITTLE_ENDIAN);
        // Bits that are not known yet are for later versions, and change nothing here.
        boolean indexed = (in.get(PRAGMA_SIZE) & FULLY_INDEXED) != 0;
        long dataOffset = in.getLong(PRAGMA_SIZE + 16);
        long dataSize = in.getLong(PRAGMA_SIZE + 24);
        long indexOffset = in.getLong(PRAGMA_SIZE + 32);
        try {
            return new CarV2Header(indexed, dataOffset, dataSize, indexOffset);
        } catch (IllegalArgumentException e) {
            throw new CarException(
                    PRAGMA_SIZE + 16, "the header: " + String.valueOf(e.getMessage()), e);
        }
    }
}
