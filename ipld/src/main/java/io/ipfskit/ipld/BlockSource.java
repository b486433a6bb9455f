package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// Where blocks come from: a store, a session of the exchange, a CAR.
@FunctionalInterface
public interface BlockSource {
    /// The block of this CID, checked against it.
    ///
    /// @throws BlockNotFound if it is not here
    /// @throws IntegrityException if it is here but damaged
    /// @throws IOException if it could not be read
    /// @throws InterruptedException if the task is cancelled meanwhile
    Block get(Cid cid) throws IOException, InterruptedException;

    /// Like [#get], but answers identity CIDs, which carry their block, without asking the source.
    static Block fetch(BlockSource source, Cid cid) throws IOException, InterruptedException {
        return cid.isIdentity() ? Block.inline(cid) : source.get(cid);
    }
}
