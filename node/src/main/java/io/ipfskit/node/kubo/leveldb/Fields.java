package io.ipfskit.node.kubo.leveldb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The small parts that all files are made of. Indexes of a buffer are those of its [Place].
final class Fields {
    private static final int MASK_DELTA = 0xa282ead8;

    private Fields() {}

    /// A number of 1 to 10 bytes, 7 bits each, the lowest first.
    ///
    /// @throws LevelDbException when it is cut off, or greater than `max`
    static long varint(ByteBuffer in, long max, Place place, String what) throws LevelDbException {
        int start = in.position();
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (!in.hasRemaining()) {
                throw place.damaged(start, what + " is cut off");
            }
            int next = in.get();
            if (shift == 63 && next != 0) {
                break;
            }
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                if (value > max) {
                    throw place.damaged(start, what + " is at most " + max + ", was " + value);
                }
                return value;
            }
        }
        throw place.damaged(start, what + " is no number of 63 bits");
    }

    /// The same for small numbers.
    static int varintInt(ByteBuffer in, int max, Place place, String what) throws LevelDbException {
        return (int) varint(in, max, place, what);
    }

    /// As many bytes.
    static byte[] bytes(ByteBuffer in, int length, Place place, String what)
            throws LevelDbException {
        if (length > in.remaining()) {
            throw place.damaged(
                    in.position(),
                    what + " has " + length + " bytes, " + in.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /// A length and as many bytes.
    static byte[] bytes(ByteBuffer in, Place place, String what) throws LevelDbException {
        int length = varintInt(in, Integer.MAX_VALUE, place, "the length of " + what);
        return bytes(in, length, place, what);
    }

    /// The checksum of `length` bytes from `from`, as it is stored: rotated and moved, so that
    /// checksums of what contains checksums are none.
    static int checksum(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
