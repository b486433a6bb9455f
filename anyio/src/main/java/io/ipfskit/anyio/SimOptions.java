package io.ipfskit.anyio;

import java.time.Duration;
import java.util.Objects;

/// What decides a run on `sim`.
///
/// @param seed decides order, randomness and the time that calls take
/// @param maxVirtual virtual time after which the run is given up
/// @param maxSteps steps after which the run is given up
/// @param picker who of the ready tasks runs next
/// @param killAtStep step at which the run is killed, to see what it leaves behind; 0 for never
public record SimOptions(
        long seed, Duration maxVirtual, long maxSteps, Picker picker, long killAtStep) {
    private static final Duration MAX_VIRTUAL = Duration.ofDays(3650);
    private static final long MAX_STEPS = 10_000_000;

    /// Checks the limits.
    public SimOptions {
        Objects.requireNonNull(picker, "picker");
        if (maxVirtual.isNegative() || maxVirtual.compareTo(MAX_VIRTUAL) > 0) {
            throw new IllegalArgumentException(
                    "maxVirtual must be in [0, " + MAX_VIRTUAL + "], was " + maxVirtual);
        }
        if (maxSteps < 1) {
            throw new IllegalArgumentException("maxSteps must be at least 1, was " + maxSteps);
        }
        if (killAtStep < 0) {
            throw new IllegalArgumentException(
                    "killAtStep must not be negative, was " + killAtStep);
        }
    }

    /// Options for one seed: ten years, ten million steps, an even picker.
    public static SimOptions seed(long seed) {
        return new SimOptions(seed, MAX_VIRTUAL, MAX_STEPS, Picker.seeded(), 0);
    }

    /// Returns the options with another limit of virtual time.
    public SimOptions withMaxVirtual(Duration limit) {
        return new SimOptions(seed, limit, maxSteps, picker, killAtStep);
    }

    /// Returns the options with another limit of steps.
    public SimOptions withMaxSteps(long limit) {
        return new SimOptions(seed, maxVirtual, limit, picker, killAtStep);
    }

    /// Returns the options with another picker.
    public SimOptions withPicker(Picker other) {
        return new SimOptions(seed, maxVirtual, maxSteps, other, killAtStep);
    }

    /// Returns the options with a step at which the run is killed.
    public SimOptions withKillAtStep(long step) {
        return new SimOptions(seed, maxVirtual, maxSteps, picker, step);
    }
}
