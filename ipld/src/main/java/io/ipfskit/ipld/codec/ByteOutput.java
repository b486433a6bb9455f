package io.ipfskit.ipld.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that grow up to a limit.
final class ByteOutput {
    private final String codec;
    private final int max;
    private byte[] bytes = new byte[128];
    private int size;

    ByteOutput(String codec, int max) {
        this.codec = codec;
        this.max = max;
    }

    private void room(int more) {
        if (more > max - size) {
            throw new CodecException(codec, "the encoded node has more than " + max + " bytes");
        }
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, (int) Math.min(max, size * 2L)));
        }
    }

    void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /// Big endian.
    void put(long value, int count) {
        room(count);
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void put(byte[] content) {
        put(ByteBuffer.wrap(content));
    }

    void put(ByteBuffer content) {
        int count = content.remaining();
        room(count);
        content.get(content.position(), bytes, size, count);
        size += count;
    }

    /// ASCII.
    void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    ByteBuffer done() {
        return ByteBuffer.wrap(bytes, 0, size).slice();
    }
}
