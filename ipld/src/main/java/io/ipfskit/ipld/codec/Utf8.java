package io.ipfskit.ipld.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Text to bytes, for the writers.
final class Utf8 {
    /// The order of dag-json and of dag-pb links.
    static final Comparator<byte[]> BY_BYTES = Arrays::compareUnsigned;

    /// The order of dag-cbor.
    static final Comparator<byte[]> BY_LENGTH =
            Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(BY_BYTES);

    private Utf8() {}

    /// An entry of a map and its key's bytes.
    @SuppressWarnings("ArrayRecordComponent") // sorted and written, never compared
    record Entry<T>(byte[] key, T value) {}

    static byte[] encode(String codec, String text) {
        try {
            ByteBuffer out = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new CodecException(
                    codec,
                    CodecException.NO_OFFSET,
                    "text with a lone surrogate cannot be written",
                    e);
        }
    }

    /// The entries with their keys' bytes, in this order.
    static <T> List<Entry<T>> sorted(
            String codec, SequencedMap<String, T> entries, Comparator<byte[]> order) {
        return entries.entrySet().stream()
                .map((Map.Entry<String, T> entry) ->
                        new Entry<>(encode(codec, entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparing(Entry::key, order))
                .toList();
    }
}
