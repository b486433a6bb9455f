package io.ipfskit.blockstore;

import java.util.List;

/// What opening a pack store found.
///
/// @param segments segments read
/// @param blocks blocks in them that are not deleted
/// @param tornBytes bytes at the end of the newest commit segment that were never acknowledged and
///   were cut
/// @param leftovers files of sessions that never committed, removed
/// @param finished segments whose commit was recorded but not completed, completed now
public record PackReport(
        int segments, long blocks, long tornBytes, List<String> leftovers, List<String> finished) {
    /// Copies the lists.
    public PackReport {
        leftovers = List.copyOf(leftovers);
        finished = List.copyOf(finished);
    }
}
