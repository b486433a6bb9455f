package io.ipfskit.anyio;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// An instrument that times the steps of tasks that run in parallel, which costs two readings of
/// the clock for each step. A step above the threshold becomes an event `io.ipfskit.anyio.SlowStep`
/// of the Java Flight Recorder, with the stack of the place where the step ended.
///
/// `loop` needs none: its watchdog knows. A run that begins while a recording has that event
/// switched on gets one by itself. One instrument may watch many runs.
public final class SlowSteps implements Instrument {
    static final Duration DEFAULT = Duration.ofMillis(50);

    /// When the step of the task on this thread began.
    private static final ThreadLocal<long[]> BEGAN = ThreadLocal.withInitial(() -> new long[1]);

    private final long thresholdNanos;
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong slow = new AtomicLong();

    /// Makes an instrument.
    ///
    /// @param threshold steps that take longer are slow; not negative
    public SlowSteps(Duration threshold) {
        if (threshold.isNegative()) {
            throw new IllegalArgumentException("the threshold must not be negative: " + threshold);
        }
        thresholdNanos = threshold.toNanos();
    }

    /// Returns the longest step so far, zero before the first.
    public Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    /// Returns how many steps were slow.
    public long count() {
        return slow.get();
    }

    @Override
    public void beforeStep(Task<?> task) {
        BEGAN.get()[0] = task.run().kernel().now();
    }

    @Override
    public void afterStep(Task<?> task) {
        long took = task.run().kernel().now() - BEGAN.get()[0];
        if (took > longest.get()) {
            longest.accumulateAndGet(took, Math::max);
        }
        if (took > thresholdNanos) {
            slow.incrementAndGet();
            FlightRecord.slowStep(task.name(), took, "");
        }
    }
}
