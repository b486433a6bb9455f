package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// How often what goes wrong with the calls of a simulated disk; start from [#NONE] or [#SOME].
///
/// Each rate is the chance, 0 to 1, that one call of a kind to which it can happen is hit.
///
/// @param fail chance of [DiskFault#FAIL]
/// @param full chance of [DiskFault#FULL]
/// @param lose chance of [DiskFault#LOSE]: no program survives it, so 0 but for mutants
/// @param shortened chance of [DiskFault#SHORT]
/// @param rot chance of [DiskFault#ROT]
/// @param slow chance of [DiskFault#SLOW]
/// @param stuck chance of [DiskFault#STUCK]
/// @param faultsMax how many of the faults above one life of the disk sees at most
/// @param crashWithin one life of the disk ends, before or within a changing call, at a number of
///   them from 1 to this; 0 for never
/// @param latencyMax each call takes a time of the run from 0 to this
/// @param slowMax as much again for a slow one
public record DiskFaults(
        double fail,
        double full,
        double lose,
        double shortened,
        double rot,
        double slow,
        double stuck,
        int faultsMax,
        long crashWithin,
        Duration latencyMax,
        Duration slowMax) {
    /// Nothing goes wrong, and nothing takes time.
    public static final DiskFaults NONE =
            new DiskFaults(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ofSeconds(10));

    /// What a program must survive while it runs: failures, a full disk, short transfers, slowness;
    /// no lost sync, no rot, no crash.
    public static final DiskFaults SOME =
            new DiskFaults(
                    0.02,
                    0.02,
                    0,
                    0.1,
                    0,
                    0.02,
                    0,
                    8,
                    0,
                    Duration.ofMillis(2),
                    Duration.ofSeconds(10));

    /// Checks the rates and limits.
    public DiskFaults {
        for (double rate : List.of(fail, full, lose, shortened, rot, slow, stuck)) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("a rate must be in [0, 1], was " + rate);
            }
        }
        if (faultsMax < 0 || crashWithin < 0) {
            throw new IllegalArgumentException(
                    "faultsMax and crashWithin must not be negative, were %d and %d"
                            .formatted(faultsMax, crashWithin));
        }
        Objects.requireNonNull(latencyMax, "latencyMax");
        Objects.requireNonNull(slowMax, "slowMax");
        if (latencyMax.isNegative() || slowMax.isNegative()) {
            throw new IllegalArgumentException(
                    "latencyMax and slowMax must not be negative, were %s and %s"
                            .formatted(latencyMax, slowMax));
        }
    }

    /// Returns these faults with a crash within `calls` changing calls.
    public DiskFaults withCrashWithin(long calls) {
        return with(faultsMax, calls, latencyMax);
    }

    /// Returns these faults with another limit of their number.
    public DiskFaults withFaultsMax(int faults) {
        return with(faults, crashWithin, latencyMax);
    }

    /// Returns these faults with another latency.
    public DiskFaults withLatencyMax(Duration latency) {
        return with(faultsMax, crashWithin, latency);
    }

    private DiskFaults with(int faults, long calls, Duration latency) {
        return new DiskFaults(
                fail, full, lose, shortened, rot, slow, stuck, faults, calls, latency, slowMax);
    }

    /// Returns these faults with another chance of one of them.
    ///
    /// @throws IllegalArgumentException for [DiskFault#CRASH] and [DiskFault#TEAR], see
    ///   [#withCrashWithin]
    public DiskFaults withRate(DiskFault fault, double rate) {
        if (fault == DiskFault.CRASH || fault == DiskFault.TEAR) {
            throw new IllegalArgumentException("a crash has no rate: use withCrashWithin");
        }
        return new DiskFaults(
                fault == DiskFault.FAIL ? rate : fail,
                fault == DiskFault.FULL ? rate : full,
                fault == DiskFault.LOSE ? rate : lose,
                fault == DiskFault.SHORT ? rate : shortened,
                fault == DiskFault.ROT ? rate : rot,
                fault == DiskFault.SLOW ? rate : slow,
                fault == DiskFault.STUCK ? rate : stuck,
                faultsMax,
                crashWithin,
                latencyMax,
                slowMax);
    }

    /// Draws what goes wrong with one call, null for nothing.
    @Nullable DiskFault draw(DiskCall call, RandomGenerator random) {
        double rest = random.nextDouble();
        for (DiskFault fault : DiskFault.values()) {
            double rate = rate(fault);
            if (rate > 0 && fault.fits(call)) {
                if (rest < rate) {
                    return fault;
                }
                rest -= rate;
            }
        }
        return null;
    }

    private double rate(DiskFault fault) {
        return switch (fault) {
            case FAIL -> fail;
            case FULL -> full;
            case LOSE -> lose;
            case SHORT -> shortened;
            case ROT -> rot;
            case SLOW -> slow;
            case STUCK -> stuck;
            case CRASH, TEAR -> 0;
        };
    }
}
