package io.ipfskit.ipld.dagpb;

/// Bytes that are no dag-pb node, or a node that has no canonical form.
public final class DagPbException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /// With the rule that is broken.
    public DagPbException(String message) {
        super(message);
        this.offset = -1;
    }

    /// With a cause.
    public DagPbException(String message, Throwable cause) {
        this(message, -1, cause);
    }

    /// With the byte where the rule is broken, from 0.
    public DagPbException(String message, long offset, Throwable cause) {
        super(message, cause);
        this.offset = offset;
    }

    /// The byte where the rule is broken, from 0: behind what was read last, at most a few bytes
    /// after the culprit. -1 when it was no decoding.
    public long offset() {
        return offset;
    }
}
