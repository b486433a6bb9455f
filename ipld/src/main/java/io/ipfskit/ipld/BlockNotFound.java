package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// The block is not where it was looked for.
public final class BlockNotFound extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Cid cid;

    /// With the message "block … is not here".
    public BlockNotFound(Cid cid) {
        this(cid, "block " + cid + " is not here");
    }

    /// With a message that says where it was looked for.
    public BlockNotFound(Cid cid, String message) {
        super(message);
        this.cid = cid;
    }

    /// The missing block.
    public Cid cid() {
        return cid;
    }
}
