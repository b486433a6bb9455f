package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// What a backend does for one run: start, park and wake strands, tell the time, keep timers, and
/// lend threads for foreign calls and for computing. SPI: used by anyio only.
///
/// Everything above it (groups, scopes, channels, locks) is written once, on these calls. A kernel
/// may run strands in parallel or one at a time; it decides which ready strand runs next, and it
/// owns the clock.
public interface Kernel extends AutoCloseable {
    /// Tells the kernel, once and before any strand, which run it serves.
    default void attach(Run run) {}

    /// Makes a strand that will run `body` once started.
    Strand strand(String name, Runnable body);

    /// Parks the calling strand until it is unparked; may return spuriously. Callers loop over
    /// their condition.
    void park();

    /// As [#park()], but also returns when [#now()] reaches `nanos`.
    void parkUntil(long nanos);

    /// Lets other strands run.
    void relax();

    /// The calling strand leaves the runtime for a foreign call that may block its thread: a kernel
    /// that runs one strand at a time goes on with another. Nothing of anyio is waited for until
    /// [#rejoin()].
    default void leave() {}

    /// The calling strand is back from its foreign call; returns when it may run again.
    default void rejoin() {}

    /// Returns the monotonic clock of the run in nanoseconds, never negative.
    long now();

    /// Returns the wall clock.
    Instant wallClock();

    /// Returns the run's source of randomness, safe for concurrent use.
    RandomGenerator random();

    /// Runs `action` once [#now()] reaches `nanos`; the action is short and does not block.
    Timer timer(long nanos, Runnable action);

    /// Runs `job` on a helper thread of the run that no scope interrupts, for file calls: few,
    /// shared threads.
    void io(Runnable job);

    /// Runs `job` on a helper thread of its own for a foreign call that may take long; an idle one
    /// is used again.
    void helper(Runnable job);

    /// Has `watch` look at what happens outside the run, at its sockets say, until it is over: on a
    /// helper thread, or on a strand of its own where that saves hand-overs between threads.
    ///
    /// @param name the name of the thread meanwhile
    /// @return whether it is a strand of a kernel that runs one at a time: then whoever was told
    ///   runs on without any hand-over
    default boolean watch(String name, Watch watch) {
        helper(() -> {
            Thread me = Thread.currentThread();
            String before = me.getName();
            me.setName(name);
            try {
                while (!watch.isOver()) {
                    watch.await();
                }
            } finally {
                watch.ended();
                me.setName(before);
            }
        });
        return false;
    }

    /// Runs `job` on a computing thread: at most [#parallelism()] at once.
    void compute(Runnable job);

    /// Returns the number of computing threads.
    int parallelism();

    /// Returns how many timers are set now.
    int timers();

    /// Returns how many helper threads (file, foreign and computing) exist now.
    default int helperThreads() {
        return threadStatistics().helpers();
    }

    /// Returns the threads of the run by kind.
    default ThreadStatistics threadStatistics() {
        return ThreadStatistics.NONE;
    }

    /// Returns what a kernel that hands out turns itself knows of the steps; null when it does not,
    /// and anyio counts them. From any thread.
    default @Nullable StepStatistics stepStatistics() {
        return null;
    }

    /// Returns why the kernel gave the run up (a deadlock of a simulation, say), null while it did
    /// not. It is what the run then throws.
    default @Nullable RuntimeException failure() {
        return null;
    }

    /// Ends the helper threads. Called after the last task ended.
    @Override
    void close();

    /// One thread of control.
    interface Strand {
        /// Starts it; called once.
        ///
        /// @throws java.util.concurrent.RejectedExecutionException when the kernel has no room; the
        ///   body then never runs
        void start();

        /// Wakes the strand, or lets its next park return at once. From any thread.
        void unpark();

        /// Returns the Java thread that carries the strand, for stack dumps and
        /// `Blocking.call(INTERRUPT)`; null while there is none yet.
        @Nullable Thread thread();
    }

    /// Something outside the run that one thread or strand watches for all tasks.
    interface Watch {
        /// Returns whether [#await()] parks a virtual thread, and does not block its carrier.
        boolean givesWay();

        /// Returns whether it is over; it is asked between two looks.
        boolean isOver();

        /// Tells tasks what has happened by now; returns whether anything had. Does not wait.
        boolean look();

        /// Tells tasks what has happened; if nothing has, waits for it in the JDK first.
        void await();

        /// Told once, after the last look.
        void ended();
    }

    /// A timer that has not fired yet.
    interface Timer {
        /// Forgets the timer; no effect once it fired.
        void cancel();
    }
}
