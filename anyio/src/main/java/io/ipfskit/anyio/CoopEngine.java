package io.ipfskit.anyio;

/// How a cooperative kernel moves control from one strand to another.
interface CoopEngine {
    /// Makes the thread of a strand, not started.
    Thread thread(CoopStrand strand, String name);

    /// The calling strand, which is in charge, gives control away: it is parked or in the ready
    /// queue. Returns when it was picked again.
    void switchAway(CoopStrand me);

    /// The calling strand, which is in charge, has ended.
    void exit(CoopStrand me);

    /// The calling strand, which is in charge, goes on outside, beside whoever is picked next.
    void leave(CoopStrand me);

    /// The calling strand, which is outside, stands in line again and returns when it was picked.
    void rejoin(CoopStrand me);

    /// The calling strand, which is in charge, lets the watch wait in the JDK while others run.
    void await(CoopStrand me, Kernel.Watch watch);

    /// Something came into the inbox while nobody may have been in charge. From any thread.
    void kick();

    /// The JDK wants `runnable` run, which is the continuation of the strand's thread or of a
    /// thread made by it. From any thread.
    default void scheduled(CoopStrand strand, Runnable runnable) {
        throw new IllegalStateException("this engine schedules no threads");
    }

    /// Returns whether whoever looks for the next strand may run the actions of timers meanwhile,
    /// on the real clock; else the driver runs them all.
    default boolean firesTimers() {
        return true;
    }

    /// Returns how many platform threads of its own carry strands.
    default int threads() {
        return 0;
    }

    /// Ends the threads of the engine.
    void close();
}
