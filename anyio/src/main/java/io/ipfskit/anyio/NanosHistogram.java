package io.ipfskit.anyio;

import java.util.List;

/// How durations are distributed, in buckets that double.
///
/// Bucket 0 counts durations of 0 ns, bucket i those in [2^(i-1), 2^i) ns; the last one counts all
/// that are longer too. [#upperNanos(int)] tells the bounds.
///
/// @param count durations recorded
/// @param sumNanos their sum, in nanoseconds
/// @param maxNanos the longest, in nanoseconds; 0 when there is none
/// @param buckets the counts, always [#BUCKETS] of them
public record NanosHistogram(long count, long sumNanos, long maxNanos, List<Long> buckets) {
    /// Number of buckets: the last bound that is finite is 2^42 ns, 73 minutes.
    public static final int BUCKETS = 44;

    /// Copies the list.
    ///
    /// @throws IllegalArgumentException when there are not [#BUCKETS] buckets
    public NanosHistogram {
        if (buckets.size() != BUCKETS) {
            throw new IllegalArgumentException(
                    "a histogram has " + BUCKETS + " buckets, was given " + buckets.size());
        }
        buckets = List.copyOf(buckets);
    }

    /// Returns the bound that the durations of a bucket are below, in nanoseconds; `Long.MAX_VALUE`
    /// for the last bucket.
    ///
    /// @throws IndexOutOfBoundsException when there is no such bucket
    public static long upperNanos(int bucket) {
        if (bucket < 0 || bucket >= BUCKETS) {
            throw new IndexOutOfBoundsException("no bucket " + bucket);
        }
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : 1L << bucket;
    }
}
