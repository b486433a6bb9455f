package io.ipfskit.anyio;

/// The backend `loop`: one task runs at a time, in order of readiness, and hands over only where it
/// waits.
///
/// @param kind the engine under it
record LoopBackend(CoopEngineKind kind) implements Backend {
    LoopBackend() {
        this(CoopEngineKind.best());
    }

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public String engine() {
        return "loop/" + kind.text();
    }

    @Override
    public Kernel open() {
        return new CoopKernel(kind::open, null);
    }

    @Override
    public String toString() {
        return engine();
    }
}
