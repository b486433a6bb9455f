package io.ipfskit.anyio;

import java.time.Duration;
import java.util.Objects;

/// What one run on `sim` did: which task ran at each step. Equal traces have equal hashes; one seed
/// gives one trace, in every process.
public final class SimTrace {
    private final long seed;
    private final String engine;
    private final long steps;
    private final long hash;
    private final Duration virtual;
    private final int[] picks;

    SimTrace(long seed, String engine, long steps, long hash, Duration virtual, int[] picks) {
        this.seed = seed;
        this.engine = engine;
        this.steps = steps;
        this.hash = hash;
        this.virtual = virtual;
        this.picks = picks;
    }

    /// Returns the seed of the run.
    public long seed() {
        return seed;
    }

    /// Returns the engine that ran it.
    public String engine() {
        return engine;
    }

    /// Returns how many steps it took: how often some task went on.
    public long steps() {
        return steps;
    }

    /// Returns the hash over all steps: who ran, and at which virtual time.
    public long hash() {
        return hash;
    }

    /// Returns the virtual time it took.
    public Duration virtual() {
        return virtual;
    }

    boolean isPick(int step, int strand) {
        return step < picks.length && picks[step] == strand;
    }

    String pickText(int step) {
        return step < picks.length ? "task " + picks[step] : "no task: it had ended";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SimTrace that
                && seed == that.seed
                && steps == that.steps
                && hash == that.hash;
    }

    @Override
    public int hashCode() {
        return Objects.hash(seed, steps, hash);
    }

    @Override
    public String toString() {
        return String.format(
                "seed %d on %s: %d steps, %s, hash %016x", seed, engine, steps, virtual, hash);
    }
}
