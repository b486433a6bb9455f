package io.ipfskit.anyio;

/// The two engines under `loop` and `sim`.
enum CoopEngineKind {
    /// Ordinary virtual threads that hand a baton on.
    BATON("baton"),
    /// Virtual threads on a scheduler of our own, where the JDK is open for that.
    SCHEDULER("scheduler");

    private final String text;

    CoopEngineKind(String text) {
        this.text = text;
    }

    /// The faster one that this process can run.
    static CoopEngineKind best() {
        return SCHEDULER.isAvailable() ? SCHEDULER : BATON;
    }

    String text() {
        return text;
    }

    boolean isAvailable() {
        return this == BATON || SchedulerThreads.isOpen();
    }

    CoopEngine open(CoopKernel kernel) {
        return switch (this) {
            case BATON -> new BatonEngine(kernel);
            case SCHEDULER -> new SchedulerEngine(kernel);
        };
    }
}
