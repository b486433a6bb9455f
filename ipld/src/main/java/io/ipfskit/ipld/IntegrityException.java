package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Bytes are not what their CID (or their stored checksum) says. They are never handed on.
public final class IntegrityException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Cid cid;

    /// With a message that names the CID and the check that failed.
    public IntegrityException(Cid cid, String message) {
        this(cid, message, null);
    }

    /// With a cause.
    public IntegrityException(Cid cid, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.cid = cid;
    }

    /// The damaged block.
    public Cid cid() {
        return cid;
    }
}
