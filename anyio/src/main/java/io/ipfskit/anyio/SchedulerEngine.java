package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/// Virtual threads whose continuations one platform thread runs, one after another: a switch is a
/// return and a call instead of two thread wake-ups.
///
/// A strand that leaves for a foreign call is carried by a helper thread meanwhile. A strand that
/// blocks in the JDK gives way like any other and is put in line again when the JDK wakes it.
/// Threads that libraries start inside a task inherit its executor: they run on the loop as guests.
final class SchedulerEngine implements CoopEngine {
    private final CoopKernel kernel;
    private final Thread loop;
    private final ConcurrentLinkedQueue<Runnable> guests = new ConcurrentLinkedQueue<>();
    private final IdleSpin idleSpin = new IdleSpin();
    private volatile boolean closed;

    /// The strand whose continuation the loop is just asking for. Of the loop thread.
    private @Nullable CoopStrand asked;

    SchedulerEngine(CoopKernel kernel) {
        this.kernel = kernel;
        this.loop =
                Thread.ofPlatform()
                        .daemon()
                        .name("anyio-loop")
                        .inheritInheritableThreadLocals(false)
                        .start(this::loop);
    }

    @Override
    public Thread thread(CoopStrand strand, String name) {
        return SchedulerThreads.thread(strand, name, strand);
    }

    @Override
    public void switchAway(CoopStrand me) {
        boolean interrupted = false;
        while (me.status() != CoopStrand.Status.RUNNING
                && me.status() != CoopStrand.Status.NOTIFIED) {
            LockSupport.park();
            if (Thread.interrupted()) {
                interrupted = true; // the wait looks at the flag when its turn comes
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void exit(CoopStrand me) {
        // its continuation returns to the loop by itself
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // the yield is what hands the continuation over
    public void leave(CoopStrand me) {
        me.isAway = false;
        me.status(CoopStrand.Status.OUTSIDE);
        kernel.inCharge(null); // a helper may carry this on before the loop looks for the next
        Thread.yield();
        if (!me.isAway) {
            kernel.inCharge(Thread.currentThread());
            // Pinned to the loop by a native frame: it blocks the loop, as it would have anyway.
            me.status(CoopStrand.Status.RUNNING);
        }
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // as in leave
    public void rejoin(CoopStrand me) {
        if (!me.isAway) {
            return;
        }
        me.status(CoopStrand.Status.RETURNING);
        while (me.status() == CoopStrand.Status.RETURNING) {
            Thread.yield();
        }
        me.isAway = false;
    }

    @Override
    public void await(CoopStrand me, Kernel.Watch watch) {
        watch.await(); // where it waits its thread gives way by itself
    }

    @Override
    public void kick() {
        if (kernel.becomeBusy()) {
            LockSupport.unpark(loop);
        }
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(loop);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a strand is itself
    public void scheduled(CoopStrand strand, Runnable runnable) {
        if (!Continuation.isOwn(strand, runnable)) {
            guest(strand, runnable);
            return;
        }
        switch (strand.status()) {
            case OUTSIDE -> {
                strand.isAway = true;
                kernel.helper(runnable);
            }
            case RETURNING -> {
                Continuation.put(strand, runnable);
                strand.status(CoopStrand.Status.READY);
                kernel.enqueue(strand);
            }
            case NEW, READY -> Continuation.put(strand, runnable);
            case RUNNING, NOTIFIED -> {
                Continuation.put(strand, runnable);
                if (strand.isInline) {
                    LockSupport.unpark(loop); // which waits for just this
                } else if (Thread.currentThread() != loop || asked != strand) {
                    kernel.enqueue(strand); // back from a wait in the JDK, or from Thread.yield
                }
            }
            case PARKED -> {
                Continuation.put(strand, runnable);
                strand.unpark(); // an interrupt
            }
            case ENDED -> throw new IllegalStateException(strand + " cannot run");
        }
    }

    private void guest(CoopStrand host, Runnable runnable) {
        if (!kernel.admitsGuest(host)) {
            return;
        }
        if (closed) {
            ForkJoinPool.commonPool().execute(runnable);
            return;
        }
        guests.add(runnable);
        LockSupport.unpark(loop);
    }

    private void loop() {
        while (true) {
            Runnable guest = guests.poll();
            if (guest != null) {
                guest.run();
            }
            if (kernel.isBusy()) {
                CoopStrand next = kernel.next();
                if (next != null) {
                    run(next);
                }
            } else if (guests.isEmpty()) {
                if (closed) {
                    return;
                }
                if (!idleSpin.sees(this::hasWork)) {
                    LockSupport.park(this);
                }
            }
        }
    }

    /// Actions of timers take monitors that strands take too. A strand that waits for one is its
    /// next owner, and gets it when the loop runs it: the loop itself must not stand in that line.
    @Override
    public boolean firesTimers() {
        return false;
    }

    private boolean hasWork() {
        return kernel.isBusy() || !guests.isEmpty() || closed;
    }

    private void run(CoopStrand strand) {
        boolean first = !strand.isStarted;
        kernel.grant(strand);
        Runnable runnable;
        if (first) {
            strand.isStarted = true;
            asked = strand;
            strand.thread().start();
            asked = null;
            runnable = Continuation.take(strand);
        } else {
            runnable = Continuation.takeOrAwait(strand);
            if (runnable == null) {
                asked = strand;
                LockSupport.unpark(strand.thread());
                asked = null;
                runnable = Continuation.take(strand);
            }
        }
        if (runnable == null) {
            return; // somebody else woke the thread just now, and puts it in line
        }
        runnable.run();
        while (strand.isInline) {
            Runnable back = Continuation.take(strand);
            if (back != null) {
                back.run();
            } else {
                LockSupport.park(this);
            }
        }
        if (strand.status() == CoopStrand.Status.RUNNING && !Continuation.isThere(strand)) {
            kernel.blocked(strand);
        }
    }
}
