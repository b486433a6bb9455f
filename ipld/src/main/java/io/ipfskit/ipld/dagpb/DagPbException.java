package io.ipfskit.ipld.dagpb;

/// Bytes that are no dag-pb node, or a node that has no canonical form.
public final class DagPbException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// With the rule that is broken.
    public DagPbException(String message) {
        super(message);
    }

    /// With a cause.
    public DagPbException(String message, Throwable cause) {
        super(message, cause);
    }
}
