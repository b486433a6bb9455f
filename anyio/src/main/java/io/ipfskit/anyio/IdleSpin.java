package io.ipfskit.anyio;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A short look around before a thread parks: waking a parked thread costs more than the next work
/// is often away. It learns: where work did not come while it looked, it looks rarely.
///
/// Of one thread at a time.
final class IdleSpin {
    private static final boolean HAS_CORES = Runtime.getRuntime().availableProcessors() > 1;
    private static final long NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(20);
    private static final int TRUST_MAX = 4;
    private static final int REST = 32;

    private int trust = 1;
    private int resting;

    /// Looks for what is likely to be there at once, for at most as long as waking a thread takes.
    static void briefly(BooleanSupplier done) {
        if (!HAS_CORES) {
            return;
        }
        long end = MonotonicClock.now() + NANOS_MAX / 2;
        while (!done.getAsBoolean() && MonotonicClock.now() < end) {
            Thread.onSpinWait();
        }
    }

    /// Returns true as soon as there is work, false when it is time to park.
    boolean sees(BooleanSupplier work) {
        return sees(work, 32);
    }

    /// As above, for a look that costs more than a read of memory.
    ///
    /// @param looks so many between two readings of the clock
    boolean sees(BooleanSupplier work, int looks) {
        if (!HAS_CORES || (trust == 0 && ++resting < REST)) {
            return false;
        }
        resting = 0;
        long end = MonotonicClock.now() + NANOS_MAX;
        do {
            for (int look = 0; look < looks; look++) {
                if (work.getAsBoolean()) {
                    trust = TRUST_MAX;
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (MonotonicClock.now() < end);
        trust = Math.max(0, trust - 1);
        return false;
    }
}
