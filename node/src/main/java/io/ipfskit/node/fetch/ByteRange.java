package io.ipfskit.node.fetch;

/// A part of what a URL names ([RFC 9110, section
/// 14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).
///
/// @param offset of its first byte, not negative
/// @param length its bytes, positive
public record ByteRange(long offset, long length) {
    /// Checks the ranges.
    public ByteRange {
        if (offset < 0 || length <= 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(
                    "a range has an offset of 0 or more and a positive length, was "
                            + offset
                            + " and "
                            + length);
        }
    }

    /// The value of the header `Range`.
    String header() {
        return "bytes=" + offset + "-" + (offset + length - 1);
    }

    /// Whether the value of the header `Content-Range` tells of exactly this part.
    boolean isTold(String contentRange) {
        String wanted = "bytes " + offset + "-" + (offset + length - 1) + "/";
        return contentRange.startsWith(wanted)
                && contentRange.substring(wanted.length()).matches("\\*|[0-9]{1,18}");
    }
}
