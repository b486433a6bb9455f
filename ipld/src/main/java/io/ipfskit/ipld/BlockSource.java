package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.nio.ByteBuffer;

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

    /// Puts the bytes of a block into `target`, if it has room for all of them; else nothing. Saves
    /// the copy that [#get] makes where the source can read to the target directly.
    ///
    /// @return the size of the block, whether or not it was put
    /// @throws IOException as [#get]; the position of `target` is where it was then
    default int read(Cid cid, ByteBuffer target) throws IOException, InterruptedException {
        Block block = get(cid);
        if (block.size() <= target.remaining()) {
            target.put(block.bytes());
        }
        return block.size();
    }

    /// Like [#get], but answers identity CIDs, which carry their block, without asking the source.
    static Block fetch(BlockSource source, Cid cid) throws IOException, InterruptedException {
        return cid.isIdentity() ? Block.inline(cid) : source.get(cid);
    }
}
