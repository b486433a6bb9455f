package io.ipfskit.wal.log;

import java.util.List;

/// What opening a log found.
///
/// @param segments segments read
/// @param records intact records, all handed to the consumer
/// @param lastSeq the last sequence number in use, 0 for an empty log
/// @param epoch the generation of this opening
/// @param torn what was cut from the end, if anything
/// @param quarantined files put into `quarantine/`, with the reason; empty unless the loss was
///   accepted
public record RecoveryReport(
        int segments,
        long records,
        long lastSeq,
        long epoch,
        List<TornTail> torn,
        List<String> quarantined) {
    /// Copies the lists.
    public RecoveryReport {
        torn = List.copyOf(torn);
        quarantined = List.copyOf(quarantined);
    }

    /// Bytes at the end of the log that were never acknowledged.
    ///
    /// @param segment file name
    /// @param offset where the last valid batch ends
    /// @param bytes how many bytes were cut
    public record TornTail(String segment, long offset, long bytes) {}

    /// Returns the bytes cut.
    public long tornBytes() {
        return torn.stream().mapToLong(TornTail::bytes).sum();
    }
}
