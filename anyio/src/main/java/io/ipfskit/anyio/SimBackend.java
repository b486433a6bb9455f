package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/// The backend `sim`, for tests: tasks run one at a time in an order that a seed decides, and time
/// is virtual: it jumps to the next timer when nothing is ready.
///
/// Foreign calls and computations run where they are called and take virtual time drawn from the
/// seed. Real file I/O is refused; wake-ups and submissions of threads that the run does not own
/// fail it, and so does a deadlock, with the task tree. A simulation keeps nothing: no product runs
/// on it.
public final class SimBackend implements Backend {
    private final SimOptions options;
    private final CoopEngineKind engine;
    private final @Nullable SimTrace expected;
    private volatile @Nullable Simulation last;

    /// Makes the backend on the engine that this process has.
    public SimBackend(SimOptions options) {
        this(options, CoopEngineKind.best(), null);
    }

    SimBackend(SimOptions options, CoopEngineKind engine, @Nullable SimTrace expected) {
        this.options = options;
        this.engine = engine;
        this.expected = expected;
    }

    /// Makes the backend for one seed.
    public static SimBackend seeded(long seed) {
        return new SimBackend(SimOptions.seed(seed));
    }

    /// Returns a backend of this one's options, seed and engine that fails at the first step in
    /// which a run differs from the recorded one.
    ///
    /// @throws IllegalArgumentException when the trace is of another seed
    public SimBackend replaying(SimTrace recorded) {
        if (recorded.seed() != options.seed()) {
            throw new IllegalArgumentException(
                    "the trace is of seed "
                            + recorded.seed()
                            + ", this backend runs seed "
                            + options.seed());
        }
        return new SimBackend(options, engine, recorded);
    }

    /// Returns this backend with another seed.
    public SimBackend withSeed(long seed) {
        return withOptions(
                new SimOptions(
                        seed,
                        options.maxVirtual(),
                        options.maxSteps(),
                        options.picker(),
                        options.killAtStep()));
    }

    /// Returns this backend, on the same engine, with other options.
    public SimBackend withOptions(SimOptions other) {
        return new SimBackend(other, engine, null);
    }

    /// Returns the options.
    public SimOptions options() {
        return options;
    }

    /// Returns the trace of the run that ended last.
    ///
    /// @throws IllegalStateException when none ran
    public SimTrace trace() {
        Simulation simulation = last;
        if (simulation == null) {
            throw new IllegalStateException("nothing ran on this backend yet");
        }
        return simulation.trace();
    }

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String engine() {
        return "sim/" + engine.text();
    }

    @Override
    public boolean isSimulated() {
        return true;
    }

    @Override
    public Backend options(Map<String, String> given) {
        BackendOptions read =
                new BackendOptions(this, given, "seed", "max-steps", "max-virtual-seconds");
        return withOptions(
                new SimOptions(
                        read.number("seed", options.seed(), Long.MIN_VALUE, Long.MAX_VALUE),
                        Duration.ofSeconds(
                                read.number(
                                        "max-virtual-seconds",
                                        options.maxVirtual().toSeconds(),
                                        0,
                                        options.maxVirtual().toSeconds())),
                        read.number("max-steps", options.maxSteps(), 1, Long.MAX_VALUE),
                        options.picker(),
                        options.killAtStep()));
    }

    @Override
    public Kernel open() {
        Simulation simulation = new Simulation(options, engine(), expected);
        CoopKernel kernel = new CoopKernel(engine::open, simulation);
        last = simulation;
        return kernel;
    }

    @Override
    public String toString() {
        return engine() + " seed " + options.seed();
    }
}
