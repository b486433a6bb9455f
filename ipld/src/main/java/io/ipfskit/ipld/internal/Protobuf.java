package io.ipfskit.ipld.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reading and writing of single protobuf fields.
///
/// [Encoding](https://protobuf.dev/programming-guides/encoding/): a tag is `field << 3 | wire
/// type`. Reading allocates nothing: byte fields are slices of the input.
public final class Protobuf {
    /// Wire type of integers.
    public static final int VARINT = 0;

    /// Wire type of eight fixed bytes.
    public static final int FIXED64 = 1;

    /// Wire type of byte strings, texts and messages.
    public static final int BYTES = 2;

    /// Wire type of four fixed bytes.
    public static final int FIXED32 = 5;

    private static final int MAX_VARINT = 10;

    private Protobuf() {}

    /// Malformed input.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        /// With what is wrong.
        public Malformed(String message) {
            super(message);
        }
    }

    /// The number of bytes of a varint; negative values take ten.
    public static int sizeOf(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /// Writes a varint.
    public static void writeVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /// The number of bytes of a field with this many bytes of content, the field number being below
    /// 16.
    public static int sizeOfBytes(int length) {
        return 1 + sizeOf(length) + length;
    }

    /// Writes tag and length of a byte field, whose content the caller writes next.
    public static void writeBytesHeader(ByteBuffer out, int field, int length) {
        out.put((byte) (field << 3 | BYTES));
        writeVarint(out, length);
    }

    /// Writes an integer field.
    public static void writeVarintField(ByteBuffer out, int field, long value) {
        out.put((byte) (field << 3 | VARINT));
        writeVarint(out, value);
    }

    /// Reads a varint of up to 64 bits.
    ///
    /// @param strict whether longer forms than the shortest are refused
    public static long readVarint(ByteBuffer in, boolean strict) throws Malformed {
        long value = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            if (!in.hasRemaining()) {
                throw new Malformed("a varint is cut off");
            }
            byte b = in.get();
            if (i == MAX_VARINT - 1 && (b & 0xfe) != 0) {
                throw new Malformed("a varint has more than 64 bits");
            }
            value |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                if (strict && b == 0 && i > 0) {
                    throw new Malformed("a varint is not in its shortest form");
                }
                return value;
            }
        }
        throw new Malformed("a varint is longer than " + MAX_VARINT + " bytes");
    }

    /// Reads a tag; field numbers are at most 2^29 - 1 and not 0.
    public static int readTag(ByteBuffer in, boolean strict) throws Malformed {
        long tag = readVarint(in, strict);
        if (tag >>> 3 == 0 || tag < 0 || tag > 0xffff_ffffL) {
            throw new Malformed("invalid field tag");
        }
        return (int) tag;
    }

    /// Reads length and content of a byte field as a slice of the input.
    public static ByteBuffer readBytes(ByteBuffer in, boolean strict) throws Malformed {
        long length = readVarint(in, strict);
        if (length < 0 || length > in.remaining()) {
            throw new Malformed(
                    "a field claims "
                            + Long.toUnsignedString(length)
                            + " bytes, only "
                            + in.remaining()
                            + " follow");
        }
        ByteBuffer slice = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return slice;
    }

    /// Skips the content of a field of unknown meaning.
    public static void skip(ByteBuffer in, int tag) throws Malformed {
        switch (tag & 7) {
            case VARINT -> readVarint(in, false);
            case BYTES -> readBytes(in, false);
            case FIXED32 -> advance(in, 4);
            case FIXED64 -> advance(in, 8);
            default -> throw new Malformed("unknown wire type " + (tag & 7));
        }
    }

    private static void advance(ByteBuffer in, int bytes) throws Malformed {
        if (in.remaining() < bytes) {
            throw new Malformed("a fixed-width field is cut off");
        }
        in.position(in.position() + bytes);
    }

    /// Reads four fixed bytes, little endian.
    public static int readFixed32(ByteBuffer in) throws Malformed {
        int at = in.position();
        advance(in, 4);
        return Integer.reverseBytes(in.duplicate().getInt(at));
    }

    /// Decodes text that must be valid UTF-8.
    public static String utf8(ByteBuffer bytes, String what) throws Malformed {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed(what + " is not valid UTF-8");
        }
    }

    /// Encodes text that must be valid Unicode.
    ///
    /// @throws IllegalArgumentException if the text has a lone surrogate
    public static byte[] utf8(String text, String what) {
        try {
            ByteBuffer out =
                    StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    what + " is not valid Unicode: it has a lone surrogate", e);
        }
    }
}
