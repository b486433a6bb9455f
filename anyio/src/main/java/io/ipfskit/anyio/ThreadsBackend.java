package io.ipfskit.anyio;

/// The backend `threads`: one virtual thread per task, in parallel on all cores.
final class ThreadsBackend implements Backend {
    @Override
    public String name() {
        return "threads";
    }

    @Override
    public String engine() {
        return "threads/virtual";
    }

    @Override
    public Kernel open() {
        return new ThreadsKernel();
    }

    @Override
    public String toString() {
        return engine();
    }
}
