package io.ipfskit.wal.log;

/// How a log is written and opened.
///
/// @param segmentBytes size at which a new segment starts
/// @param maxPayloadBytes largest payload an append accepts; larger content goes elsewhere and is
///   named by reference
/// @param maxBatchBytes bytes of records that wait for the flusher before appends have to wait
/// @param onDamage what opening does when acknowledged records no longer validate
public record LogOptions(
        long segmentBytes, int maxPayloadBytes, int maxBatchBytes, OnDamage onDamage) {
    /// The largest payload the format allows.
    public static final int PAYLOAD_LIMIT = 16 << 20;

    /// Segments of 64 MiB, payloads of at most 256 KiB, batches of at most 1 MiB; damage refuses.
    public static final LogOptions DEFAULT =
            new LogOptions(64L << 20, 256 << 10, 1 << 20, OnDamage.REFUSE);

    /// What opening does with interior damage.
    public enum OnDamage {
        /// Throws [LogDamaged] and changes nothing.
        REFUSE,
        /// Accepts the loss: copies the damaged segment to `quarantine/`, moves the later ones
        /// there, and goes on after the last intact record. The report names what was lost. For an
        /// operator's explicit decision only.
        QUARANTINE
    }

    /// Checks the limits.
    public LogOptions {
        requireBetween("segmentBytes", segmentBytes, 64 << 10, 1L << 30);
        requireBetween("maxPayloadBytes", maxPayloadBytes, 1, PAYLOAD_LIMIT);
        requireBetween("maxBatchBytes", maxBatchBytes, 4096, PAYLOAD_LIMIT);
    }

    /// Returns these options with another segment size.
    public LogOptions withSegmentBytes(long bytes) {
        return new LogOptions(bytes, maxPayloadBytes, maxBatchBytes, onDamage);
    }

    /// Returns these options with another answer to damage.
    public LogOptions withOnDamage(OnDamage answer) {
        return new LogOptions(segmentBytes, maxPayloadBytes, maxBatchBytes, answer);
    }

    private static void requireBetween(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s must be in [%d, %d], was %d".formatted(name, min, max, value));
        }
    }
}
