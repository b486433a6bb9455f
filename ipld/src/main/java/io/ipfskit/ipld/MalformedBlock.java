package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A block hashes to its CID, but its content breaks the rules of its codec or of UnixFS, or a DAG
/// of such blocks contradicts itself.
public final class MalformedBlock extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Cid cid;

    /// With what is wrong; the message names the CID.
    public MalformedBlock(Cid cid, String problem) {
        this(cid, problem, null);
    }

    /// With a cause.
    public MalformedBlock(Cid cid, String problem, @Nullable Throwable cause) {
        super("block " + cid + " is malformed: " + problem, cause);
        this.cid = cid;
    }

    /// The block that breaks the rule.
    public Cid cid() {
        return cid;
    }
}
