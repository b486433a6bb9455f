package io.ipfskit.anyio;

/// A watch as a strand of a cooperative kernel: one look in each turn of the line, so that who was
/// told runs on without any other thread. It waits only once nothing has happened for some turns,
/// and where the line is empty not before it has looked around for a moment: to be woken from a
/// wait costs two hand-overs between threads.
///
/// That it is a strand, not the loop itself, is what lets it take monitors that tasks and foreign
/// threads take too.
///
/// @param kernel whose strand it is
/// @param engine the engine of that kernel
/// @param watch what looks
record CoopWatch(CoopKernel kernel, CoopEngine engine, Kernel.Watch watch) implements Runnable {
    /// So often it looks again, having let others run, before it waits.
    private static final int LOOKS_IN_VAIN = 2;

    @Override
    public void run() {
        IdleSpin idleSpin = new IdleSpin();
        try {
            int inVain = 0;
            while (!watch.isOver()) {
                if (watch.look()) {
                    inVain = 0;
                } else if (++inVain > LOOKS_IN_VAIN) {
                    if (kernel.hasReady() || !idleSpin.sees(() -> watch.look() || isWanted(), 1)) {
                        engine.await(kernel.current(), watch);
                    }
                    inVain = 0;
                }
                kernel.relax();
            }
        } finally {
            watch.ended();
        }
    }

    private boolean isWanted() {
        return kernel.hasReady() || watch.isOver();
    }
}
