package io.ipfskit.anyio;

import java.util.concurrent.locks.LockSupport;

/// One virtual thread per strand, in parallel on all cores.
final class ThreadsKernel extends ParallelKernel {
    /// So often a watch looks again, having let others run, before it waits.
    private static final int LOOKS_IN_VAIN = 2;

    @Override
    public Strand strand(String name, Runnable body) {
        return new VirtualStrand(
                Thread.ofVirtual()
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(body));
    }

    /// A virtual thread, where waiting gives its carrier up: who is told of a socket then most
    /// often runs on the same carrier, and while answers keep coming nothing sleeps in the system.
    @Override
    public boolean watch(String name, Watch watch) {
        if (!watch.givesWay()) {
            return super.watch(name, watch);
        }
        Thread looking =
                Thread.ofVirtual()
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(() -> look(watch));
        startFromPlatformThread(looking::start);
        return false;
    }

    private void look(Watch watch) {
        try {
            int inVain = 0;
            while (!watch.isOver()) {
                if (watch.look()) {
                    inVain = 0;
                } else if (++inVain > LOOKS_IN_VAIN) {
                    watch.await();
                    inVain = 0;
                }
                relax(); // whoever was told runs first, and may cause the next thing to tell
            }
        } finally {
            watch.ended();
        }
    }

    private record VirtualStrand(Thread thread) implements Strand {
        @Override
        public void start() {
            thread.start();
        }

        @Override
        public void unpark() {
            LockSupport.unpark(thread);
        }
    }
}
