package io.ipfskit.anyio.sim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Decisions by the run's randomness. A chance of 0 draws nothing, so that a world without faults
/// goes the same way whatever faults it could have.
record Chance(RandomGenerator random) {
    /// Returns true with that chance, 0 to 1.
    boolean of(double chance) {
        return chance > 0 && unit() < chance;
    }

    /// Returns a number from 0 to 1, without 1.
    double unit() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Returns a number from 0 to `bound`, without `bound`.
    int below(int bound) {
        return random.nextInt(bound);
    }

    /// Returns nanoseconds from 0 to `spread`, evenly.
    long nanos(long spread) {
        return spread == 0 ? 0 : (long) (unit() * spread);
    }

    /// Returns a time between the two, evenly.
    Duration between(Duration least, Duration most) {
        return least.plusNanos(nanos(most.minus(least).toNanos()));
    }
}
