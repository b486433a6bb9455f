package io.ipfskit.ipld;

import java.io.IOException;

/// Where new blocks go: a write session of a store, or nowhere for `--only-hash`.
@FunctionalInterface
public interface BlockSink {
    /// Drops every block: for computing CIDs only.
    BlockSink NOWHERE = block -> {};

    /// Takes one block. Whether it is durable when this returns is the sink's contract, not this
    /// one's. The sink may keep the block's buffer.
    ///
    /// @throws IOException if it could not be taken
    /// @throws InterruptedException if the task is cancelled meanwhile
    void put(Block block) throws IOException, InterruptedException;
}
