package io.ipfskit.blockstore;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// Blocks that become visible and durable together, or not at all.
///
/// Used by one task at a time. Nobody else sees its blocks before [#commit].
public interface WriteSession extends BlockSink, AutoCloseable {
    /// Returns whether the block is in the store or in this session.
    boolean has(Cid cid) throws IOException, InterruptedException;

    /// Adds a block unless it is here already. The caller may reuse the block's buffer when it
    /// returns.
    ///
    /// @throws StoreFull when there is no space left; close the session to get back what it used
    @Override
    void put(Block block) throws IOException, InterruptedException;

    /// Makes everything durable and visible; nothing can be added afterwards. When it throws,
    /// nothing was committed. A cancelled caller either gets the exception before anything is
    /// committed, or a complete commit.
    ///
    /// @throws StoreConflict when blocks that this session relies on were deleted meanwhile
    void commit() throws IOException, InterruptedException;

    /// Returns what was added so far.
    SessionStatistics statistics();

    /// Undoes everything unless it was committed, and gives the disk space back. Idempotent.
    @Override
    void close() throws IOException;
}
