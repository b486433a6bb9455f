package io.ipfskit.node.kubo.leveldb;

import java.nio.ByteBuffer;

/// The decoder of [Snappy's format](
/// https://github.com/google/snappy/blob/main/format_description.txt): a length, then literals and
/// copies of what was decoded before.
final class Snappy {
    private static final int LITERAL_INLINE_MAX = 60;

    private Snappy() {}

    /// Decodes what remains in the buffer.
    ///
    /// @param max the most bytes that come out
    /// @throws LevelDbException when it is malformed, or more would come out; never reads or writes
    ///   beyond the two lengths
    static byte[] decode(ByteBuffer compressed, int max, Place place) throws LevelDbException {
        ByteBuffer in = compressed.duplicate();
        int length = Fields.varintInt(in, max, place, "the length of a compressed block");
        // An element of 3 bytes makes at most 64, so a great length needs a great block.
        if (length > 64L * in.remaining()) {
            throw place.damaged(
                    in.position(), in.remaining() + " compressed bytes cannot make " + length);
        }
        byte[] out = new byte[length];
        int at = 0;
        while (in.hasRemaining()) {
            int start = in.position();
            int tag = in.get() & 0xff;
            if ((tag & 3) == 0) {
                int size = literalLength(in, tag >>> 2, place);
                if (size > in.remaining() || size > length - at) {
                    throw place.damaged(start, "a literal of " + size + " bytes does not fit");
                }
                in.get(out, at, size);
                at += size;
                continue;
            }
            int size = (tag & 3) == 1 ? 4 + (tag >>> 2 & 7) : 1 + (tag >>> 2);
            long offset =
                    switch (tag & 3) {
                        case 1 -> (tag >>> 5) << 8 | little(in, 1, place);
                        case 2 -> little(in, 2, place);
                        default -> little(in, 4, place);
                    };
            if (offset == 0 || offset > at || size > length - at) {
                throw place.damaged(
                        start, "a copy of " + size + " bytes from " + offset + " before");
            }
            int from = at - (int) offset;
            for (int i = 0; i < size; i++) { // byte by byte: it may repeat what it makes
                out[at++] = out[from++];
            }
        }
        if (at != length) {
            throw place.damaged(in.position(), "made " + at + " bytes instead of " + length);
        }
        return out;
    }

    /// A great one is `Integer.MAX_VALUE`, which fits nowhere.
    private static int literalLength(ByteBuffer in, int code, Place place) throws LevelDbException {
        return code < LITERAL_INLINE_MAX
                ? code + 1
                : (int)
                        Math.min(
                                Integer.MAX_VALUE,
                                1 + little(in, code - LITERAL_INLINE_MAX + 1, place));
    }

    private static long little(ByteBuffer in, int bytes, Place place) throws LevelDbException {
        if (in.remaining() < bytes) {
            throw place.damaged(in.position(), "an element is cut off");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xffL) << (8 * i);
        }
        return value;
    }
}
