package io.ipfskit.node.mfs;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.repository.TreeRoot;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The blocks of a store, and that of the root which a new tree has and nobody stored.
record TreeBlocks(BlockStore blocks) implements BlockSource {
    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        return cid.equals(TreeRoot.EMPTY)
                ? Block.trusted(cid, TreeRoot.emptyBlock())
                : blocks.get(cid);
    }

    @Override
    public int read(Cid cid, ByteBuffer target) throws IOException, InterruptedException {
        return blocks.read(cid, target);
    }
}
