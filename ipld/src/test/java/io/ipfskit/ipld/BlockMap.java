package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Blocks in a map, remembering which were asked for.
public final class BlockMap implements BlockSource, BlockSink {
    /// The blocks.
    public final Map<Cid, Block> blocks = new LinkedHashMap<>();

    /// What was asked for, in order.
    public final List<Cid> asked = new ArrayList<>();

    @Override
    public Block get(Cid cid) throws BlockNotFound {
        asked.add(cid);
        Block block = blocks.get(cid);
        if (block == null) {
            throw new BlockNotFound(cid);
        }
        return block;
    }

    @Override
    public void put(Block block) {
        blocks.put(block.cid(), block);
    }
}
