package io.ipfskit.node.add;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Counts blocks on their way to a session, or to nowhere when only the CID is wanted.
final class CountingSink implements BlockSink {
    private final @Nullable BlockSink next;
    private long blocks;

    CountingSink(@Nullable BlockSink next) {
        this.next = next;
    }

    @Override
    public void put(Block block) throws IOException, InterruptedException {
        blocks++;
        if (next != null) {
            next.put(block);
        }
    }

    long blocks() {
        return blocks;
    }
}
