package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The platform thread beside a loop on the real clock. It fires the timers that the loop does not
/// come to in time, starts helper threads, and watches for steps that hold everybody up.
final class LoopDriver implements Executor {
    private static final System.Logger LOG = System.getLogger(LoopDriver.class.getName());
    private static final long STEP_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long BUSY_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long IDLE_TICK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int FRAMES_MAX = 30;

    private final CoopKernel kernel;
    private final TimerHeap timers;
    private final StepTimes stepTimes;
    private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final HelperThreads helpers = new HelperThreads(this);
    private final Thread thread;
    private volatile boolean closed;

    // Of the driver's thread.
    private long tick = BUSY_TICK_NANOS;
    private long watchedStep = -1;
    private long watchedSince;
    private boolean told;

    LoopDriver(CoopKernel kernel, TimerHeap timers, StepTimes stepTimes) {
        this.kernel = kernel;
        this.timers = timers;
        this.stepTimes = stepTimes;
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("anyio-loop-timer")
                        .inheritInheritableThreadLocals(false)
                        .start(this::drive);
    }

    HelperThreads helpers() {
        return helpers;
    }

    /// An earlier timer was set.
    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void execute(Runnable command) {
        posted.add(command);
        LockSupport.unpark(thread);
    }

    void close() {
        helpers.close();
        closed = true;
        LockSupport.unpark(thread);
    }

    private void drive() {
        while (!closed) {
            for (Runnable command = posted.poll(); command != null; command = posted.poll()) {
                command.run();
            }
            long now = kernel.now();
            timers.fireDue(now);
            watch(now);
            long alarm = timers.alarm(now);
            long wait = Math.min(tick, alarm - now);
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            }
        }
    }

    /// Tells once of a step that takes longer than it may.
    private void watch(long now) {
        if (!kernel.isBusy()) {
            watchedStep = -1;
            tick = Math.min(tick * 2, IDLE_TICK_NANOS_MAX);
            return;
        }
        tick = BUSY_TICK_NANOS;
        long step = kernel.steps();
        if (step != watchedStep) {
            watchedStep = step;
            watchedSince = now;
            told = false;
            return;
        }
        stepTimes.took(now - watchedSince, now);
        if (!told && now - watchedSince > STEP_NANOS_MAX) {
            told = true;
            Thread running = kernel.running();
            if (running != null) {
                LOG.log(Level.WARNING, describe(running));
            }
        }
    }

    private static String describe(@Nullable Thread running) {
        StringBuilder out = new StringBuilder("a step takes longer than 50 ms and holds up the");
        out.append(" loop; what blocks belongs in Blocking.call, computing in Compute.call: ");
        if (running != null) {
            out.append("task '").append(running.getName()).append('\'');
            StackTraceElement[] frames = running.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
                out.append("\n    at ").append(frames[i]);
            }
        }
        return out.toString();
    }
}
