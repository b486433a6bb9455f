package io.ipfskit.telemetry;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One metric as it was at a look: see [Telemetry#read].
///
/// @param name its name, with the ending `_total` of counters
/// @param kind what it is
/// @param help one sentence
/// @param series one for each set of label values
public record MetricReading(String name, MetricKind kind, String help, List<Series> series) {
    public MetricReading {
        series = List.copyOf(series);
    }

    /// The numbers of one set of label values.
    ///
    /// @param labels by name
    /// @param value of a counter or gauge; the mean of a histogram, NaN where nothing was recorded
    /// @param distribution of a histogram, else null
    public record Series(
            SortedMap<String, String> labels, double value, @Nullable Distribution distribution) {
        public Series {
            labels = new TreeMap<>(labels);
        }
    }

    /// What a histogram recorded.
    ///
    /// @param count how many numbers
    /// @param sum of them
    /// @param buckets in order of their bounds, the last one unbounded
    public record Distribution(long count, double sum, List<Bucket> buckets) {
        public Distribution {
            buckets = List.copyOf(buckets);
        }

        /// About where the share `q` of the numbers lies below, within the resolution of the
        /// buckets; NaN where nothing was recorded or the histogram has no bounds.
        ///
        /// @param q from 0 to 1
        public double quantile(double q) {
            long total = buckets.stream().mapToLong(Bucket::count).sum();
            double lower = 0;
            long below = 0;
            for (Bucket bucket : buckets) {
                long until = below + bucket.count();
                if (bucket.count() > 0 && until >= q * total) {
                    double inside = (q * total - below) / bucket.count();
                    return Double.isInfinite(bucket.bound())
                            ? lower
                            : lower + (bucket.bound() - lower) * Math.max(0, inside);
                }
                below = until;
                lower = bucket.bound();
            }
            return Double.NaN;
        }
    }

    /// Numbers above the bound before and up to this one.
    ///
    /// @param bound the largest number that it takes
    /// @param count how many it took
    public record Bucket(double bound, long count) {}
}
