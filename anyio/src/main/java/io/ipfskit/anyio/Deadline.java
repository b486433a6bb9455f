package io.ipfskit.anyio;

import java.time.Duration;
import java.util.Objects;

/// A point on the monotonic clock of the run; [#NONE] is never reached.
///
/// @param nanos the point, as [Time#now()] counts
public record Deadline(long nanos) implements Comparable<Deadline> {
    /// Never reached.
    public static final Deadline NONE = new Deadline(Long.MAX_VALUE);

    /// Already passed, whatever the clock says.
    public static final Deadline PASSED = new Deadline(Long.MIN_VALUE);

    /// Returns the deadline `duration` from now; zero means already due.
    ///
    /// @throws IllegalArgumentException when the duration is negative
    public static Deadline after(Duration duration) {
        return new Deadline(plus(Time.nowAnywhere(), nanosOf(duration)));
    }

    /// Returns whether there is no deadline.
    public boolean isNone() {
        return nanos == Long.MAX_VALUE;
    }

    /// Returns whether the clock has reached it.
    public boolean isPassed() {
        return !isNone() && Time.nowAnywhere() >= nanos;
    }

    /// Returns the time left, zero when passed; for [#NONE] about 292 years.
    public Duration remaining() {
        if (isNone()) {
            return Duration.ofNanos(Long.MAX_VALUE);
        }
        long now = Time.nowAnywhere();
        return now >= nanos ? Duration.ZERO : Duration.ofNanos(nanos - now);
    }

    /// Returns the earlier of the two.
    public Deadline earlier(Deadline other) {
        return other.nanos < nanos ? other : this;
    }

    @Override
    public int compareTo(Deadline other) {
        return Long.compare(nanos, other.nanos);
    }

    static long nanosOf(Duration duration) {
        if (Objects.requireNonNull(duration, "duration").isNegative()) {
            throw new IllegalArgumentException("a duration must not be negative, was " + duration);
        }
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    static long plus(long now, long nanos) {
        long sum = now + nanos;
        return sum < now ? Long.MAX_VALUE : sum;
    }
}
