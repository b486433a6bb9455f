package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/// What one run on `sim` has instead of the world: a clock that is advanced, randomness made from
/// the seed, a record of every step, and the reason why the run was given up.
///
/// Only [#foreign] is called by threads that are not in charge of the kernel.
final class Simulation {
    /// Computing threads that a simulation pretends to have, whatever the machine has.
    static final int PARALLELISM = 4;

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final long COST_NANOS_MAX = 1_000_000;
    private static final long GRACE_STEPS_MAX = 1_000_000;
    private static final int STACK_FRAMES_MAX = 60;

    private final SimOptions options;
    private final String engine;
    private final @Nullable SimTrace expected;
    private final RandomGenerator random;
    private final RandomGenerator picks;
    private final SplittableRandom costs;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicReference<@Nullable SimulationFailed> failure = new AtomicReference<>();

    // Of whoever is in charge of the kernel; read by others once the run has ended.
    private long now;
    private long steps;
    private long hash;
    private long endingStep = -1;
    private int[] picked = new int[256];

    Simulation(SimOptions options, String engine, @Nullable SimTrace expected) {
        this.options = options;
        this.engine = engine;
        this.expected = expected;
        SplittableRandom seeds = new SplittableRandom(options.seed());
        random = seeds.split();
        picks = seeds.split();
        costs = seeds.split();
        hash = options.seed();
    }

    ReadyQueue readyQueue() {
        return new ReadyQueue.Picked(options.picker(), picks);
    }

    RandomGenerator random() {
        return random;
    }

    long now() {
        return now;
    }

    Instant wallClock() {
        return EPOCH.plusNanos(now);
    }

    /// Lets the time pass that a foreign call or a computation takes; timers fire on the way.
    void charge(TimerHeap timers) {
        long until = now + costs.nextLong(COST_NANOS_MAX);
        for (TimerHeap.Entry due = timers.pollDue(until); due != null; ) {
            advanceTo(due.nanos());
            due.fire();
            due = timers.pollDue(until);
        }
        advanceTo(until);
    }

    /// Runs a job where it is called, in no time but the one charged for it.
    void inline(CoopStrand caller, Runnable job, TimerHeap timers) {
        caller.isInline = true;
        try {
            job.run();
        } finally {
            caller.isInline = false;
        }
        charge(timers);
    }

    /// Jumps to the next timer and fires it; returns whether there was one.
    boolean jump(TimerHeap timers) {
        long at = timers.next();
        if (at == TimerHeap.NEVER) {
            return false;
        }
        advanceTo(at);
        TimerHeap.Entry due = timers.pollDue(at);
        if (due != null) {
            due.fire();
        }
        return true;
    }

    private void advanceTo(long nanos) {
        now = Math.max(now, nanos);
        if (now > options.maxVirtual().toNanos()) {
            fail(
                    SimulationFailed.Kind.OUT_OF_TIME,
                    "more than " + options.maxVirtual() + " of virtual time have passed");
        }
    }

    /// Records that a strand runs now.
    void step(long strand) {
        if (steps < Integer.MAX_VALUE - 8) {
            int at = (int) steps;
            if (at == picked.length) {
                picked = Arrays.copyOf(picked, Math.min(at * 2, Integer.MAX_VALUE - 8));
            }
            picked[at] = (int) strand;
            if (expected != null && !expected.isPick(at, (int) strand)) {
                fail(
                        SimulationFailed.Kind.DIVERGED,
                        "the replay ran task "
                                + strand
                                + " where the recorded run of seed "
                                + options.seed()
                                + " ran "
                                + expected.pickText(at));
            }
        }
        steps++;
        hash = mix(mix(hash, strand), now);
    }

    SimTrace trace() {
        return new SimTrace(
                options.seed(),
                engine,
                steps,
                hash,
                Duration.ofNanos(now),
                Arrays.copyOf(picked, (int) Math.min(steps, picked.length)));
    }

    // ---- giving up ----

    /// Whether the strand may be started from outside: the root, once.
    boolean begins(long strand) {
        return strand == 1 && begun.compareAndSet(false, true);
    }

    /// A thread that the run does not own interfered, so no seed can decide what happens next.
    SimulationFailed foreign(String what, CoopStrand strand, @Nullable Thread victim) {
        SimulationFailed failed =
                new SimulationFailed(
                        SimulationFailed.Kind.FOREIGN_WAKE_UP,
                        "seed "
                                + options.seed()
                                + ": non-deterministic wake-up at step "
                                + steps
                                + ": "
                                + what
                                + " by thread '"
                                + Thread.currentThread().getName()
                                + "', which the simulation does not own");
        if (victim != null) {
            StackTraceElement[] frames = victim.getStackTrace();
            IllegalStateException there = new IllegalStateException(strand + " stood here");
            there.setStackTrace(Arrays.copyOf(frames, Math.min(frames.length, STACK_FRAMES_MAX)));
            failed.addSuppressed(there);
        }
        failure.compareAndSet(null, failed);
        return failed;
    }

    void deadlock(String tree) {
        fail(
                SimulationFailed.Kind.DEADLOCK,
                "every task waits and no timer is set\n" + tree.stripTrailing());
    }

    @Nullable SimulationFailed failure() {
        return failure.get();
    }

    /// Cancels a run that was given up, once; returns whether it still goes on long after and is to
    /// be ended by force.
    boolean ends(@Nullable Run run, long step) {
        SimulationFailed given = run == null ? null : givenUp(step);
        if (run == null || given == null) {
            return false;
        }
        if (endingStep < 0) {
            endingStep = steps;
            run.scope().cancel("the simulation gave up: " + given.kind().text());
            return false;
        }
        return step - endingStep > Math.min(GRACE_STEPS_MAX, options.maxSteps() + 10_000);
    }

    private @Nullable SimulationFailed givenUp(long step) {
        if (failure.get() == null) {
            if (options.killAtStep() > 0 && step >= options.killAtStep()) {
                fail(SimulationFailed.Kind.KILLED, "the run was to be killed here");
            } else if (step >= options.maxSteps()) {
                fail(
                        SimulationFailed.Kind.OUT_OF_STEPS,
                        "the run has not ended within " + options.maxSteps() + " steps");
            }
        }
        return failure.get();
    }

    private void fail(SimulationFailed.Kind kind, String what) {
        failure.compareAndSet(
                null,
                new SimulationFailed(
                        kind,
                        "seed "
                                + options.seed()
                                + ", step "
                                + steps
                                + ", "
                                + Duration.ofNanos(now)
                                + ": "
                                + kind.text()
                                + ": "
                                + what));
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
