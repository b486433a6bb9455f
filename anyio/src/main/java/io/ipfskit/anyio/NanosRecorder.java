package io.ipfskit.anyio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Collects durations for a [NanosHistogram]. From any thread; not for hot paths.
final class NanosRecorder {
    private final AtomicLongArray buckets = new AtomicLongArray(NanosHistogram.BUCKETS);
    private final AtomicLong sum = new AtomicLong();
    private final AtomicLong max = new AtomicLong();

    void record(long nanos) {
        long duration = Math.max(0, nanos);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(duration);
        buckets.incrementAndGet(Math.min(bits, NanosHistogram.BUCKETS - 1));
        sum.addAndGet(duration);
        if (duration > max.get()) {
            max.accumulateAndGet(duration, Math::max);
        }
    }

    NanosHistogram snapshot() {
        List<Long> counts = new ArrayList<>(NanosHistogram.BUCKETS);
        long count = 0;
        for (int i = 0; i < NanosHistogram.BUCKETS; i++) {
            counts.add(buckets.get(i));
            count += buckets.get(i);
        }
        return new NanosHistogram(count, sum.get(), max.get(), counts);
    }
}
