package io.ipfskit.blockstore;

/// Counters of a store.
///
/// @param blocks blocks in it
/// @param bytes bytes of those blocks
/// @param segments segment files
/// @param deviceBytesWritten bytes written to files since it was opened, all overhead included
/// @param bytesAdded bytes of blocks committed since it was opened
/// @param commits group commits since it was opened
public record StoreStatistics(
        long blocks,
        long bytes,
        int segments,
        long deviceBytesWritten,
        long bytesAdded,
        long commits) {
    /// Returns the device bytes written per byte added, 0 when nothing was added.
    public double writeAmplification() {
        return bytesAdded == 0 ? 0 : (double) deviceBytesWritten / bytesAdded;
    }
}
