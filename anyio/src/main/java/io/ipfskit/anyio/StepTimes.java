package io.ipfskit.anyio;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// How long the steps of a cooperative kernel take.
///
/// The kernel reads the clock between two steps when timers are set, as it mostly is where work has
/// deadlines, and then the time of the step is exact. Otherwise the watchdog tells of steps that it
/// sees twice.
final class StepTimes {
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    // Of whoever is in charge of the kernel.
    private long readNanos;
    private long readAtStep = -2;

    /// Longest step of the window; a shorter one changes nothing. Written under this monitor, read
    /// by anybody.
    private volatile long longestOfWindow;

    private volatile long windowEndNanos;

    // Guarded by this.
    private long longest;
    private long longestOfWindowBefore;

    /// The kernel read the clock after `step` steps; returns what it read.
    long read(long now, long step) {
        if (step == readAtStep + 1) {
            took(now - readNanos, now);
        }
        readAtStep = step;
        readNanos = now;
        return now;
    }

    /// Nothing is ready: the time from here on is nobody's step.
    void idle() {
        readAtStep = -2;
    }

    /// A step has taken this long, or is seen to by the watchdog and still goes on.
    void took(long nanos, long now) {
        if (nanos > longestOfWindow || now >= windowEndNanos) {
            record(nanos, now);
        }
    }

    StepStatistics statistics(long steps, int ready, long now) {
        synchronized (this) {
            turnWindow(now);
            return new StepStatistics(
                    steps,
                    OptionalInt.of(ready),
                    OptionalLong.of(longest),
                    OptionalLong.of(Math.max(longestOfWindow, longestOfWindowBefore)));
        }
    }

    private synchronized void record(long nanos, long now) {
        turnWindow(now);
        longest = Math.max(longest, nanos);
        longestOfWindow = Math.max(longestOfWindow, nanos);
    }

    private void turnWindow(long now) {
        if (now < windowEndNanos) {
            return;
        }
        longestOfWindowBefore = now < windowEndNanos + WINDOW_NANOS ? longestOfWindow : 0;
        longestOfWindow = 0;
        windowEndNanos = now - now % WINDOW_NANOS + WINDOW_NANOS;
    }
}
