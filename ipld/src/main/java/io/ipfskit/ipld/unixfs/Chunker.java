package io.ipfskit.ipld.unixfs;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// Where the bytes of a file are cut into chunks. A value; its methods are pure computation, safe
/// on any thread.
///
/// [FixedSize] cuts at multiples; [Rabin] and [Buzhash] cut where the content says, so that equal
/// parts of different files become equal blocks. Parameters and cuts are those of Kubo.
public sealed interface Chunker permits FixedSize, Rabin, Buzhash {
    /// The largest chunk: a block of 2 MiB less room for the framing of a dag-pb leaf.
    int MAX_CHUNK_SIZE = 2 * 1024 * 1024 - 256;

    /// The largest chunk that is cut, in bytes, at most [#MAX_CHUNK_SIZE].
    int maxSize();

    /// A file of at most this many bytes is one chunk.
    int minSize();

    /// The length of the next chunk.
    ///
    /// @param bytes what comes next of the file: [#maxSize] bytes, fewer only where the file ends;
    ///   position and limit stay
    /// @return bytes of the chunk, at least 1 unless there are none
    int cut(ByteBuffer bytes);

    /// Reads the text form: `size-N`, `rabin`, `rabin-AVG`, `rabin-MIN-AVG-MAX` (the numbers may be
    /// labelled `min:`, `avg:`, `max:`), `buzhash`.
    ///
    /// @throws IllegalArgumentException if it is none of them or a number is out of range; the
    ///   message says what is allowed
    static Chunker parse(String text) {
        String[] parts = text.split("-", 5);
        try {
            return switch (parts[0]) {
                case "size" -> {
                    require(parts.length == 2, text);
                    yield new FixedSize(number(parts[1], ""));
                }
                case "buzhash" -> {
                    require(parts.length == 1, text);
                    yield new Buzhash();
                }
                case "rabin" -> rabin(parts, text);
                default -> throw unknown(text, null);
            };
        } catch (NumberFormatException e) {
            throw unknown(text, e);
        }
    }

    private static Rabin rabin(String[] parts, String text) {
        return switch (parts.length) {
            case 1 -> Rabin.ofAverage(Rabin.DEFAULT_AVERAGE);
            case 2 -> Rabin.ofAverage(number(parts[1], ""));
            case 4 ->
                    new Rabin(
                            number(parts[1], "min:"),
                            number(parts[2], "avg:"),
                            number(parts[3], "max:"));
            default -> throw unknown(text, null);
        };
    }

    private static int number(String text, String label) {
        String digits = text.startsWith(label) ? text.substring(label.length()) : text;
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(Chunker::isDigit)) {
            throw new NumberFormatException("not a number of at most 9 digits");
        }
        return Integer.parseInt(digits);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static void require(boolean good, String text) {
        if (!good) {
            throw unknown(text, null);
        }
    }

    private static IllegalArgumentException unknown(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "chunker must be size-N, rabin, rabin-AVG, rabin-MIN-AVG-MAX or buzhash, was '"
                        + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                        + "'",
                cause);
    }
}
