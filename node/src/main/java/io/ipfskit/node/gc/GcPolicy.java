package io.ipfskit.node.gc;

import java.time.Duration;

/// When a node collects by itself: once in each period it looks how many bytes of blocks it holds,
/// and collects when they are a share of what it may hold.
///
/// @param storageMax what it may hold, in bytes, at least 1
/// @param watermark the share of it from which on it collects, above 0 and at most 1
/// @param period the time between two looks, at least [#PERIOD_MIN]
public record GcPolicy(long storageMax, double watermark, Duration period) {
    /// The shortest period: a collection reads every inner block.
    public static final Duration PERIOD_MIN = Duration.ofSeconds(1);

    /// Checks the limits.
    ///
    /// @throws IllegalArgumentException naming the one that is not kept
    public GcPolicy {
        if (storageMax < 1) {
            throw new IllegalArgumentException(
                    "a node may hold at least 1 byte, was " + storageMax);
        }
        if (!(watermark > 0 && watermark <= 1)) {
            throw new IllegalArgumentException(
                    "a watermark is above 0 and at most 1, was " + watermark);
        }
        if (period.compareTo(PERIOD_MIN) < 0) {
            throw new IllegalArgumentException(
                    "a period of collections is at least " + PERIOD_MIN + ", was " + period);
        }
    }

    /// From so many bytes on it collects.
    public long threshold() {
        return Math.max(1, (long) (storageMax * watermark));
    }
}
