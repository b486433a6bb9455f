package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;

/// A strand of a [CoopKernel].
///
/// Its whole life is one state. Whoever is in charge moves READY to RUNNING and nobody else touches
/// a strand that is READY; a wake-up moves NEW or PARKED to READY and puts the strand in line, from
/// any thread, once.
///
/// ```
///  NEW --start--> READY --picked--> RUNNING --park--> PARKED --unpark--> READY
///                                   RUNNING --unpark--> NOTIFIED --park--> RUNNING
///                                   RUNNING --relax--> READY
///                                   RUNNING --leave--> OUTSIDE --rejoin--> READY
///                                   (the scheduler engine: OUTSIDE --> RETURNING --> READY)
///                                   RUNNING --body ended--> ENDED
/// ```
///
/// It is also the executor of its own virtual thread on the scheduler engine, which so learns whose
/// continuation is meant.
final class CoopStrand implements Kernel.Strand, Executor, Runnable {
    /// Where a strand is in its life.
    enum Status {
        NEW,
        READY,
        RUNNING,
        NOTIFIED,
        PARKED,
        OUTSIDE,
        RETURNING,
        ENDED
    }

    private static final VarHandle STATUS;

    static {
        try {
            STATUS = MethodHandles.lookup().findVarHandle(CoopStrand.class, "status", Status.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final CoopKernel kernel;
    private final Runnable body;
    private final Thread thread;

    /// Number of the strand in its kernel, in order of making.
    final long id;

    private volatile Status status = Status.NEW;

    // Of whoever is in charge.
    boolean isStarted;

    /// Whether the thread is carried by a helper thread since it left; scheduler engine only.
    volatile boolean isAway;

    /// Whether it is in a foreign call of a simulation, where nobody else runs meanwhile.
    volatile boolean isInline;

    /// Links in the kernel's list of strands that started and have not ended.
    @Nullable CoopStrand previous;

    @Nullable CoopStrand next;

    /// What the scheduler engine runs to go on with this strand, and which of the JDK's runnables
    /// that is: see [Continuation].
    volatile @Nullable Runnable continuation;

    @Nullable Runnable ownContinuation;

    CoopStrand(CoopKernel kernel, CoopEngine engine, long id, String name, Runnable body) {
        this.kernel = kernel;
        this.id = id;
        this.body = body;
        this.thread = engine.thread(this, name);
    }

    @Override
    public void start() {
        kernel.admit(this);
        if (!change(Status.NEW, Status.READY)) {
            throw new IllegalStateException("the strand was started already");
        }
        kernel.enqueue(this);
    }

    @Override
    public void unpark() {
        if (kernel.refuses(this)) {
            return;
        }
        while (true) {
            switch (status) {
                case PARKED -> {
                    if (change(Status.PARKED, Status.READY)) {
                        kernel.enqueue(this);
                        return;
                    }
                }
                case RUNNING -> {
                    if (change(Status.RUNNING, Status.NOTIFIED)) {
                        return;
                    }
                }
                case NEW, READY, NOTIFIED, OUTSIDE, RETURNING, ENDED -> {
                    return; // it looks at what it waits for before it parks
                }
            }
        }
    }

    @Override
    public Thread thread() {
        return thread;
    }

    /// Runs the continuation of this strand's thread, or of one that inherited the executor.
    @Override
    public void execute(Runnable runnable) {
        kernel.engine().scheduled(this, runnable);
    }

    /// The thread's whole life.
    @Override
    public void run() {
        try {
            body.run();
        } finally {
            kernel.ended(this);
        }
    }

    Status status() {
        return status;
    }

    void status(Status changed) {
        status = changed;
    }

    boolean change(Status from, Status to) {
        return STATUS.compareAndSet(this, from, to);
    }

    @Override
    public String toString() {
        return "strand " + id + " '" + thread.getName() + "' " + status;
    }
}
