package io.ipfskit.wal.log;

/// Counters of an open log.
///
/// @param epoch generation, one more with every opening that wrote
/// @param lastSeq last sequence number given out
/// @param syncedSeq last sequence number on stable storage
/// @param records records flushed since it was opened
/// @param batches flushes since it was opened
/// @param bytesWritten bytes written to files since it was opened, headers and padding included
/// @param segments segment files
/// @param poisonedSegments segments given up because a write or sync failed
/// @param failedBatches flushes whose records were refused
public record LogStatistics(
        long epoch,
        long lastSeq,
        long syncedSeq,
        long records,
        long batches,
        long bytesWritten,
        int segments,
        int poisonedSegments,
        int failedBatches) {}
