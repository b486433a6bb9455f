package io.ipfskit.server.http;

import org.jspecify.annotations.Nullable;

/// The `Range` header of [RFC 9110 section 14](https://www.rfc-editor.org/rfc/rfc9110#section-14),
/// single byte ranges only. Several ranges, other units and malformed headers are ignored, as the
/// RFC allows: the whole content is served.
///
/// @param first the first byte wanted, or -1 for a suffix
/// @param last the last byte wanted, or -1 for all to the end; of a suffix its length
public record ByteRange(long first, long last) {
    /// A range of a content whose size is known.
    ///
    /// @param offset its first byte
    /// @param length its bytes, at least one
    public record Resolved(long offset, long length) {}

    /// Reads a header's value, or returns null when it is absent or to be ignored.
    public static @Nullable ByteRange parse(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, "bytes=", 0, 6)) {
            return null;
        }
        String spec = header.substring(6).strip();
        int dash = spec.indexOf('-');
        if (dash < 0 || spec.indexOf(',') >= 0) {
            return null;
        }
        long first = number(spec.substring(0, dash).strip());
        long last = number(spec.substring(dash + 1).strip());
        if (first == BAD || last == BAD || (first == -1 && last == -1)) {
            return null;
        }
        return first >= 0 && last >= 0 && last < first ? null : new ByteRange(first, last);
    }

    private static final long BAD = -2;

    private static long number(String digits) {
        if (digits.isEmpty()) {
            return -1;
        }
        if (digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return BAD;
        }
        return Long.parseLong(digits);
    }

    /// What of a content of `total` bytes is wanted, or null when no byte of it is: 416.
    public @Nullable Resolved resolve(long total) {
        if (first < 0) {
            long length = Math.min(last, total);
            return length <= 0 ? null : new Resolved(total - length, length);
        }
        if (first >= total) {
            return null;
        }
        long end = last < 0 ? total - 1 : Math.min(last, total - 1);
        return new Resolved(first, end - first + 1);
    }
}
