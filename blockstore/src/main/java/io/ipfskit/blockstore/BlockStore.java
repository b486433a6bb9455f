package io.ipfskit.blockstore;

import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.util.Collection;

/// A set of blocks, keyed by multihash: the version and the codec of a CID do not matter.
///
/// Thread-safe. Identity CIDs are always present and never stored.
public interface BlockStore extends BlockSource, AutoCloseable {
    /// Returns whether the block is here. Its bytes are not checked.
    boolean has(Cid cid) throws IOException, InterruptedException;

    /// Returns the number of bytes of a block.
    ///
    /// @throws BlockNotFound when it is not here
    long size(Cid cid) throws IOException, InterruptedException;

    /// Deletes blocks; those that are not here are ignored. Durable when it returns.
    ///
    /// A session that is open meanwhile and left out one of them because it was here will refuse to
    /// commit.
    ///
    /// @return how many were here
    int delete(Collection<Cid> cids) throws IOException, InterruptedException;

    /// Hands out the CID of every block, as it was first stored, in no particular order. Blocks
    /// that come or go meanwhile may or may not be among them; one that is moved meanwhile may be
    /// handed out twice.
    void forEach(CidConsumer consumer) throws IOException, InterruptedException;

    /// Opens a session to add blocks. Close it.
    WriteSession openSession() throws IOException, InterruptedException;

    /// Gives the space of deleted blocks back to the file system. Blocks can be read, added and
    /// deleted meanwhile; one compaction runs at a time, another waits. When it is cancelled or
    /// fails, what it had not finished is undone.
    ///
    /// @throws StoreFull when there is no space for the copies of live blocks
    CompactionReport compact(CompactOptions options) throws IOException, InterruptedException;

    /// Returns counters.
    StoreStatistics statistics();

    /// Ends the store; open sessions can no longer commit. Idempotent.
    @Override
    void close() throws IOException;
}
