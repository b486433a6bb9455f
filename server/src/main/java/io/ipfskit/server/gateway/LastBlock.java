package io.ipfskit.server.gateway;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Remembers the last block of one request: what a path ends in is looked at first and read then.
/// For one task.
final class LastBlock implements BlockSource {
    private final BlockSource source;
    private @Nullable Block last;

    LastBlock(BlockSource source) {
        this.source = source;
    }

    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        Block block = last;
        if (block == null || !block.cid().equals(cid)) {
            block = source.get(cid);
            last = block;
        }
        return block;
    }

    @Override
    public int read(Cid cid, ByteBuffer target) throws IOException, InterruptedException {
        Block block = last;
        return block != null && block.cid().equals(cid)
                ? BlockSource.super.read(cid, target)
                : source.read(cid, target);
    }
}
