package io.ipfskit.anyio;

import java.util.ArrayDeque;

/// What a world (network, disk) in a package beside this one needs of a run: a thread, a count, and
/// to be told of the end. SPI: used by anyio only.
public final class RunSupport {
    private static final System.Logger LOG = System.getLogger(RunSupport.class.getName());

    private final Run run;

    // Guarded by this.
    private final ArrayDeque<Runnable> endings = new ArrayDeque<>();
    private boolean ended;

    RunSupport(Run run) {
        this.run = run;
    }

    /// Returns the support of the caller's run.
    ///
    /// @throws IllegalStateException outside a run
    public static RunSupport ofCaller() {
        return Run.ofCaller().support();
    }

    /// Returns whether the calling thread is a task of some run, and not inside a call that left
    /// it.
    public static boolean isTask() {
        return Task.currentOrNull() != null && !Blocking.isInside();
    }

    /// Returns the run.
    public Run run() {
        return run;
    }

    /// Has the run's kernel watch what happens outside; it ends before the run does.
    ///
    /// @param name the name of the thread that watches
    /// @return whether a strand of a kernel that runs one at a time does it
    public boolean watch(String name, Kernel.Watch watch) {
        return run.kernel().watch(name, watch);
    }

    /// Counts sockets opened (positive) or closed (negative).
    public void sockets(int change) {
        run.counters().sockets(change);
    }

    /// Has `ending` run when the last task has ended and the statistics of the run are taken,
    /// before its threads end; the latest one first. It closes what was left open.
    ///
    /// @throws IllegalStateException when the run has ended
    public void atEnd(Runnable ending) {
        synchronized (this) {
            if (ended) {
                throw new IllegalStateException("the run has ended");
            }
            endings.push(ending);
        }
    }

    void end() {
        synchronized (this) {
            ended = true;
        }
        for (Runnable ending : endings) {
            try {
                ending.run();
            } catch (RuntimeException | Error failed) {
                LOG.log(System.Logger.Level.ERROR, "closing what a run left open failed", failed);
            }
        }
    }
}
