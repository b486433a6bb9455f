package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.nio.ByteBuffer;

/// The root of the tree of files at one moment.
///
/// @param cid a folder; [#EMPTY] until the first change, when its block may not be stored
/// @param sequence of the record in the repository log that made it the root, 0 for none
public record TreeRoot(Cid cid, long sequence) {
    /// The empty folder in CIDv1.
    public static final Cid EMPTY = Cid.v1(Multicodec.DAG_PB, Multihash.sha256(emptyBlock()));

    static final TreeRoot NONE = new TreeRoot(EMPTY, 0);

    /// The bytes of the block of [#EMPTY].
    public static ByteBuffer emptyBlock() {
        return ByteBuffer.wrap(new byte[] {0x0a, 0x02, 0x08, 0x01});
    }
}
