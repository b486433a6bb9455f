package io.ipfskit.blockstore;

/// How packs are written.
///
/// @param commitSegmentBytes size at which a commit segment is sealed and the next one starts
/// @param bulkSegmentBytes size at which a bulk session starts its next segment
/// @param bulkBatchBytes bytes between two syncs of a bulk session
/// @param smallSessionBytes largest session that is kept in memory and shares a group commit
/// @param sharedBufferBytes memory for all such sessions together; beyond it they go to segments of
///   their own
public record PackOptions(
        long commitSegmentBytes,
        long bulkSegmentBytes,
        int bulkBatchBytes,
        int smallSessionBytes,
        int sharedBufferBytes) {
    /// Commit segments of 64 MiB, bulk segments of 224 MiB synced every 32 MiB, small sessions up
    /// to 8 MiB, 16 MiB for all.
    public static final PackOptions DEFAULT =
            new PackOptions(64L << 20, 224L << 20, 32 << 20, 8 << 20, 16 << 20);

    /// The largest block a pack holds.
    public static final int BLOCK_BYTES_MAX = BlockIndex.LENGTH_MAX;

    /// Checks the limits: a segment must stay below 256 MiB, whatever the last batch adds to it.
    public PackOptions {
        requireBetween("commitSegmentBytes", commitSegmentBytes, 64 << 10, 128L << 20);
        requireBetween("bulkSegmentBytes", bulkSegmentBytes, 64 << 10, 224L << 20);
        requireBetween("bulkBatchBytes", bulkBatchBytes, 16 << 10, 64 << 20);
        requireBetween("smallSessionBytes", smallSessionBytes, 0, 16 << 20);
        requireBetween("sharedBufferBytes", sharedBufferBytes, 0, 64 << 20);
    }

    private static void requireBetween(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s must be in [%d, %d], was %d".formatted(name, min, max, value));
        }
    }
}
