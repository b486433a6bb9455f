package io.ipfskit.ipld.codec;

import org.jspecify.annotations.Nullable;

/// Bytes that break a rule of their codec, or a node that a codec cannot write.
public final class CodecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// The [#offset] of a failure that has no place in bytes, such as one of encoding.
    public static final long NO_OFFSET = -1;

    private final String codec;
    private final long offset;

    /// Of encoding: the node cannot be written.
    public CodecException(String codec, String problem) {
        this(codec, NO_OFFSET, problem, null);
    }

    /// Of decoding.
    ///
    /// @param codec the codec's name
    /// @param offset the byte where the rule is broken, from 0, or [#NO_OFFSET]
    /// @param problem what is wrong
    public CodecException(String codec, long offset, String problem, @Nullable Throwable cause) {
        super(
                offset == NO_OFFSET
                        ? codec + ": " + problem
                        : codec + ": at byte " + offset + ": " + problem,
                cause);
        this.codec = codec;
        this.offset = offset;
    }

    /// The name of the codec.
    public String codec() {
        return codec;
    }

    /// The byte where the rule is broken, from 0, or [#NO_OFFSET].
    public long offset() {
        return offset;
    }
}
