package io.ipfskit.multiformats;

import java.nio.ByteBuffer;

/// Unsigned LEB128 integers, the length and code prefix of every multiformat.
///
/// [Specification](https://github.com/multiformats/unsigned-varint): at most 9 bytes (63 bits), and
/// only the shortest form is valid.
public final class Varint {
    /// The longest valid encoding, in bytes.
    public static final int MAX_BYTES = 9;

    private Varint() {}

    /// Reads one varint and moves the buffer's position behind it.
    ///
    /// @throws MultiformatException if the input ends early, is longer than 9 bytes, or is not in
    ///   the shortest form
    public static long read(ByteBuffer in) {
        int start = in.position();
        long value = 0;
        for (int i = 0; i < MAX_BYTES; i++) {
            if (!in.hasRemaining()) {
                throw MultiformatException.atByte(
                        start, "varint ends after " + i + " bytes, its last byte is missing");
            }
            byte b = in.get();
            value |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                if (b == 0 && i > 0) {
                    throw MultiformatException.atByte(
                            start, "varint is not in its shortest form: it ends in a zero byte");
                }
                return value;
            }
        }
        throw MultiformatException.atByte(start, "varint is longer than " + MAX_BYTES + " bytes");
    }

    /// Reads one varint that must fit a non-negative `int`; `what` names it in the message.
    public static int readInt(ByteBuffer in, String what) {
        int start = in.position();
        long value = read(in);
        if (value > Integer.MAX_VALUE) {
            throw MultiformatException.atByte(
                    start, what + " must be at most " + Integer.MAX_VALUE + ", was " + value);
        }
        return (int) value;
    }

    /// The number of bytes that [#write] uses for this value.
    public static int size(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /// Writes the shortest form.
    ///
    /// @throws IllegalArgumentException if the value is negative
    public static void write(ByteBuffer out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("varint must not be negative, was " + value);
        }
        long rest = value;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /// The shortest form as a new array.
    public static byte[] encode(long value) {
        byte[] out = new byte[size(value)];
        write(ByteBuffer.wrap(out), value);
        return out;
    }
}
