package io.ipfskit.anyio;

import java.util.concurrent.locks.LockSupport;

/// Ordinary virtual threads, of which exactly one holds the baton: who parks looks for the next,
/// wakes its thread and waits for its own turn. Needs nothing of the JDK that is not public.
final class BatonEngine implements CoopEngine {
    private final CoopKernel kernel;

    BatonEngine(CoopKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public Thread thread(CoopStrand strand, String name) {
        return Thread.ofVirtual()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(strand);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a strand is itself
    public void switchAway(CoopStrand me) {
        CoopStrand next = kernel.next();
        if (next == me) {
            kernel.grant(me);
            return;
        }
        if (next != null) {
            resume(next);
        }
        awaitTurn(me);
    }

    @Override
    public void exit(CoopStrand me) {
        pass();
    }

    @Override
    public void leave(CoopStrand me) {
        me.status(CoopStrand.Status.OUTSIDE);
        pass();
    }

    @Override
    public void rejoin(CoopStrand me) {
        me.status(CoopStrand.Status.READY);
        kernel.enqueue(me);
        awaitTurn(me);
    }

    @Override
    public void await(CoopStrand me, Kernel.Watch watch) {
        leave(me);
        try {
            watch.await();
        } finally {
            rejoin(me);
        }
    }

    @Override
    public void kick() {
        if (kernel.becomeBusy()) {
            pass();
        }
    }

    @Override
    public void close() {}

    private void pass() {
        CoopStrand next = kernel.next();
        if (next != null) {
            resume(next);
        }
    }

    private void resume(CoopStrand strand) {
        boolean first = !strand.isStarted;
        kernel.grant(strand);
        if (first) {
            strand.isStarted = true;
            strand.thread().start();
        } else {
            LockSupport.unpark(strand.thread());
        }
    }

    private void awaitTurn(CoopStrand me) {
        boolean interrupted = false;
        while (me.status() != CoopStrand.Status.RUNNING
                && me.status() != CoopStrand.Status.NOTIFIED) {
            LockSupport.park();
            if (Thread.interrupted()) {
                interrupted = true;
                if (me.status() == CoopStrand.Status.PARKED) {
                    me.unpark(); // the wait looks at the flag when its turn comes
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
