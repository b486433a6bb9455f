package io.ipfskit.blockstore;

/// When and how fast a store gives space back.
///
/// @param liveBelow share of a segment's bytes, in (0, 1]: one whose live blocks make up less is
///   rewritten
/// @param wasteMin bytes that rewriting a segment must give back at least
/// @param bytesPerSecond how many bytes of blocks are copied in a second, 0 for as many as possible
public record CompactOptions(double liveBelow, long wasteMin, long bytesPerSecond) {
    /// Rewrites what is less than half alive, if that frees 64 KiB, as fast as possible.
    public static final CompactOptions DEFAULT = new CompactOptions(0.5, 64 << 10, 0);

    /// Checks the ranges.
    public CompactOptions {
        if (!(liveBelow > 0 && liveBelow <= 1)) {
            throw new IllegalArgumentException("liveBelow must be in (0, 1], was " + liveBelow);
        }
        if (wasteMin < 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "wasteMin and bytesPerSecond must not be negative, were %d and %d"
                            .formatted(wasteMin, bytesPerSecond));
        }
    }
}
