package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// Valid content of a kind that is not implemented here, such as another codec.
public final class UnsupportedContent extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Cid cid;

    /// With what is not supported; the message names the CID.
    public UnsupportedContent(Cid cid, String what) {
        super("block " + cid + ": " + what);
        this.cid = cid;
    }

    /// The block in question.
    public Cid cid() {
        return cid;
    }
}
