package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Strands that run one at a time and hand over only where they wait: the kernel of `loop` and,
/// with a [Simulation], of `sim`.
///
/// **Who is in charge.** At each moment at most one thread is: the thread of the running strand, or
/// the one that looks for the next. It alone touches the ready queue and the list of strands; it
/// writes itself into [#inCharge] when it takes over. A thread that compares the field with itself
/// therefore needs no ordering: it can only find itself there if it wrote that, or if whoever
/// resumed it did. Everybody else comes through the inbox.
///
/// **Idle.** When nothing is ready the one in charge lowers [#busy] and looks once more at the
/// inbox. Whoever puts something there and then finds the flag down raises it and takes over, so no
/// wake-up is lost between the two.
final class CoopKernel implements Kernel {
    private final CoopEngine engine;
    private final @Nullable Simulation simulation;
    private final @Nullable LoopDriver driver;
    private final ReadyQueue ready;
    private final TimerHeap timers = new TimerHeap();
    private final ConcurrentLinkedQueue<CoopStrand> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final StepTimes stepTimes = new StepTimes();
    private final AtomicLong strandIds = new AtomicLong();
    private final RandomGenerator random;

    private volatile @Nullable Thread inCharge;
    private volatile @Nullable Run run;
    private volatile boolean aborting;

    // Of whoever is in charge; the counter is read by the watchdog too.
    private @Nullable CoopStrand current;
    private final LiveStrands live = new LiveStrands();
    private volatile long steps;

    CoopKernel(Function<CoopKernel, CoopEngine> engine, @Nullable Simulation simulation) {
        this.simulation = simulation;
        if (simulation == null) {
            ready = new ReadyQueue.Fifo();
            random = new SecureRandom();
            driver = new LoopDriver(this, timers, stepTimes);
        } else {
            ready = simulation.readyQueue();
            random = simulation.random();
            driver = null;
        }
        this.engine = engine.apply(this);
    }

    // ---- the SPI ----

    @Override
    public void attach(Run run) {
        this.run = run;
    }

    @Override
    public Strand strand(String name, Runnable body) {
        return new CoopStrand(this, engine, strandIds.incrementAndGet(), name, body);
    }

    @Override
    public void park() {
        CoopStrand me = current();
        abortIfAborting();
        if (Thread.currentThread().isInterrupted()) {
            return; // as LockSupport.park does; the caller clears the flag and looks again
        }
        if (!me.change(CoopStrand.Status.RUNNING, CoopStrand.Status.PARKED)) {
            me.status(CoopStrand.Status.RUNNING);
            return;
        }
        engine.switchAway(me);
        abortIfAborting();
    }

    @Override
    public void parkUntil(long nanos) {
        CoopStrand me = current();
        if (now() >= nanos) {
            return;
        }
        Timer timer = timer(nanos, me::unpark);
        try {
            park();
        } finally {
            timer.cancel();
        }
    }

    @Override
    public void relax() {
        CoopStrand me = current();
        abortIfAborting();
        me.status(CoopStrand.Status.READY);
        ready.add(me);
        engine.switchAway(me);
        abortIfAborting();
    }

    @Override
    public void leave() {
        CoopStrand me = current();
        if (simulation == null) {
            engine.leave(me);
        } else {
            me.isInline = true;
        }
    }

    @Override
    public void rejoin() {
        CoopStrand me = (CoopStrand) Task.current().strand();
        if (simulation == null) {
            engine.rejoin(me);
        } else {
            me.isInline = false;
            simulation.charge(timers);
        }
    }

    @Override
    public long now() {
        return simulation == null ? MonotonicClock.now() : simulation.now();
    }

    @Override
    public Instant wallClock() {
        return simulation == null ? Instant.now() : simulation.wallClock();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Timer timer(long nanos, Runnable action) {
        TimerHeap.Entry entry = timers.add(nanos, action);
        if (driver != null && timers.isEarlier(nanos)) {
            driver.wake();
        }
        return entry;
    }

    @Override
    public void io(Runnable job) {
        if (driver == null) {
            throw new UnsupportedOperationException(
                    "backend 'sim' does no real file I/O; give the code a simulated Disk");
        }
        driver.helpers().io(job);
    }

    @Override
    public void helper(Runnable job) {
        if (driver != null) {
            driver.helpers().helper(job);
        } else {
            Objects.requireNonNull(simulation).inline(current(), job, timers);
        }
    }

    /// Whether anybody but the caller, which is in charge, could run now.
    boolean hasReady() {
        return ready.size() > 0 || !inbox.isEmpty();
    }

    @Override
    public boolean watch(String name, Watch watch) {
        if (driver == null) {
            throw new UnsupportedOperationException("backend 'sim' has no outside to watch");
        }
        if (!watch.givesWay()) {
            return Kernel.super.watch(name, watch);
        }
        strand(name, new CoopWatch(this, engine, watch)).start();
        return true;
    }

    @Override
    public void compute(Runnable job) {
        if (driver != null) {
            driver.helpers().compute(job);
        } else {
            Objects.requireNonNull(simulation).inline(current(), job, timers);
        }
    }

    @Override
    public int parallelism() {
        return driver == null ? Simulation.PARALLELISM : driver.helpers().parallelism();
    }

    @Override
    public int timers() {
        return timers.size();
    }

    @Override
    public ThreadStatistics threadStatistics() {
        ThreadStatistics beside =
                driver == null ? ThreadStatistics.NONE : driver.helpers().statistics(1);
        return beside.carrying(engine.threads());
    }

    @Override
    public StepStatistics stepStatistics() {
        int line = ready.size() + inbox.size();
        return simulation == null
                ? stepTimes.statistics(steps, line, now())
                : StepStatistics.untimed(steps, line);
    }

    @Override
    public @Nullable RuntimeException failure() {
        return simulation == null ? null : simulation.failure();
    }

    @Override
    public void close() {
        engine.close();
        if (driver != null) {
            driver.close();
        }
    }

    // ---- for strands, engines and the driver ----

    CoopEngine engine() {
        return engine;
    }

    /// Refuses a strand that a foreign thread starts in a simulation; only the root comes so.
    void admit(CoopStrand strand) {
        if (simulation != null
                && Thread.currentThread() != inCharge
                && !simulation.begins(strand.id)) {
            throw simulation.foreign("task '" + strand.thread().getName() + "'", strand, null);
        }
    }

    /// Whether a wake-up comes from a thread that a simulation does not own; that fails the run.
    boolean refuses(CoopStrand strand) {
        if (simulation == null || Thread.currentThread() == inCharge) {
            return false;
        }
        simulation.foreign("a wake-up of " + strand, strand, strand.thread());
        return true;
    }

    /// Puts a strand that became ready in line.
    void enqueue(CoopStrand strand) {
        if (Thread.currentThread() == inCharge) {
            ready.add(strand);
        } else {
            inbox.add(strand);
            engine.kick();
        }
    }

    /// Raises the flag; returns whether it was down, and so whether the caller has taken over.
    boolean becomeBusy() {
        return !busy.get() && busy.compareAndSet(false, true);
    }

    boolean isBusy() {
        return busy.get();
    }

    /// Finds the strand to run next. The caller is in charge, or has taken over.
    ///
    /// @return null when nothing is ready: the caller is in charge no longer
    @Nullable CoopStrand next() {
        inCharge = Thread.currentThread();
        while (true) {
            for (CoopStrand s = inbox.poll(); s != null; s = inbox.poll()) {
                ready.add(s);
            }
            if (simulation != null) {
                if (simulation.ends(run, steps) && !aborting) {
                    abort();
                }
            } else if (timers.next() != TimerHeap.NEVER) {
                long now = stepTimes.read(now(), steps);
                if (engine.firesTimers()) {
                    timers.fireDue(now);
                }
            }
            CoopStrand strand = ready.poll();
            if (strand != null) {
                if (strand.status() == CoopStrand.Status.READY || Continuation.isThere(strand)) {
                    return strand;
                }
                continue; // it was put in line twice, and has run since
            }
            if (simulation != null && !live.isEmpty() && advance(simulation)) {
                continue;
            }
            stepTimes.idle();
            inCharge = null;
            busy.set(false);
            if (inbox.isEmpty() || !becomeBusy()) {
                return null;
            }
            inCharge = Thread.currentThread();
        }
    }

    /// Puts `strand` in charge: it is about to run on its own thread.
    @SuppressWarnings("NonAtomicVolatileUpdate") // only whoever is in charge writes it
    void grant(CoopStrand strand) {
        steps = steps + 1;
        if (simulation != null) {
            simulation.step(strand.id);
        }
        if (!strand.isStarted) {
            live.add(strand);
        }
        current = strand;
        inCharge = strand.thread();
        if (strand.status() == CoopStrand.Status.READY) {
            strand.status(CoopStrand.Status.RUNNING);
        }
    }

    /// A strand that ran is blocked in the JDK instead of in anyio: an ordinary switch on `loop`,
    /// not allowed in a simulation, where something foreign must wake it.
    void blocked(CoopStrand strand) {
        if (simulation != null) {
            simulation.foreign("a wait outside anyio of " + strand, strand, strand.thread());
        }
    }

    /// A thread that is no strand was started inside a task; returns whether it may run.
    boolean admitsGuest(CoopStrand host) {
        if (simulation == null) {
            return true;
        }
        simulation.foreign("a thread started inside " + host, host, host.thread());
        return false;
    }

    /// The calling strand's body ended.
    void ended(CoopStrand strand) {
        strand.status(CoopStrand.Status.ENDED);
        live.remove(strand);
        engine.exit(strand);
    }

    long steps() {
        return steps;
    }

    void inCharge(@Nullable Thread thread) {
        inCharge = thread;
    }

    @Nullable Thread running() {
        return inCharge;
    }

    /// Nothing is ready: jumps to the next timer, or tells a deadlock.
    ///
    /// @return whether to look again
    private boolean advance(Simulation sim) {
        if (sim.jump(timers)) {
            return true;
        }
        Run ofThis = run;
        if (ofThis == null || aborting) {
            return false;
        }
        if (sim.failure() == null) {
            sim.deadlock(ofThis.dump());
        } else {
            abort();
        }
        return true;
    }

    private void abort() {
        aborting = true;
        live.wakeParked(ready);
    }

    private void abortIfAborting() {
        if (aborting) {
            throw new RunAborted("the simulation gave up and cancelling did not end the task");
        }
    }

    CoopStrand current() {
        CoopStrand me = current;
        if (me == null || Thread.currentThread() != inCharge) {
            throw new IllegalStateException(
                    "nothing of anyio can be waited for here: this thread is inside a blocking"
                            + " call, or is no task");
        }
        return me;
    }
}
