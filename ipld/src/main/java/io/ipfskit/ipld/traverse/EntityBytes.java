package io.ipfskit.ipld.traverse;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// A range of a file, as `entity-bytes=from:to` of the trustless gateway has it. Negative numbers
/// count from the end.
///
/// @param from the first byte
/// @param to the last byte, which is in the range; [#END] for the end of the file
public record EntityBytes(long from, long to) {
    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,19}:(-?[0-9]{1,19}|\\*)");

    /// `*`: up to the end.
    public static final long END = Long.MAX_VALUE;

    /// The whole file.
    public static final EntityBytes WHOLE = new EntityBytes(0, END);

    /// Reads `from:to`, where `to` may be `*`.
    ///
    /// @throws IllegalArgumentException if it is malformed, or surely empty
    public static EntityBytes parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw malformed(null);
        }
        int colon = text.indexOf(':');
        String to = text.substring(colon + 1);
        long first;
        long last;
        try {
            first = Long.parseLong(text.substring(0, colon));
            last = to.equals("*") ? END : Long.parseLong(to);
        } catch (NumberFormatException e) {
            throw malformed(e);
        }
        if ((first < 0) == (last < 0) && last < first) {
            throw new IllegalArgumentException("entity-bytes ends before it begins");
        }
        return new EntityBytes(first, last);
    }

    private static IllegalArgumentException malformed(@Nullable Throwable cause) {
        return new IllegalArgumentException(
                "entity-bytes must be from:to with integers, to may be *", cause);
    }

    /// The first byte in a file of this size; may be behind its end.
    public long first(long size) {
        return from < 0 ? Math.max(0, size + from) : from;
    }

    /// The byte behind the last one in a file of this size; not before the first.
    public long end(long size) {
        long end;
        if (to == END) {
            end = size;
        } else if (to < 0) {
            end = size + to + 1;
        } else {
            end = Math.min(size, to + 1);
        }
        return Math.max(first(size), end);
    }
}
