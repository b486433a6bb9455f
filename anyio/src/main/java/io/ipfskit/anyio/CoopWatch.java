package io.ipfskit.anyio;

/// A watch as a strand of a cooperative kernel: one look in each turn of the line, so that who was
/// told runs on without any other thread; it waits only once nothing has happened.
///
/// That it is a strand, not the loop itself, is what lets it take monitors that tasks and foreign
/// threads take too.
///
/// @param kernel whose strand it is
/// @param engine the engine of that kernel
/// @param watch what looks
record CoopWatch(CoopKernel kernel, CoopEngine engine, Kernel.Watch watch) implements Runnable {
    @Override
    public void run() {
        try {
            while (!watch.isOver()) {
                engine.watch(kernel.current(), watch);
                kernel.relax();
            }
        } finally {
            watch.ended();
        }
    }
}
