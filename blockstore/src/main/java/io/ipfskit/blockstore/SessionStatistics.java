package io.ipfskit.blockstore;

/// What a session added.
///
/// @param blocksNew blocks that were not in the store
/// @param bytesNew their bytes
/// @param blocksKnown blocks that were here already
public record SessionStatistics(long blocksNew, long bytesNew, long blocksKnown) {}
