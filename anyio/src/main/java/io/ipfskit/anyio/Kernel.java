package io.ipfskit.anyio;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// What a backend does for one run: start, park and wake strands, tell the time, keep timers, and
/// lend threads for foreign calls and for computing. SPI: used by anyio only.
public interface Kernel extends AutoCloseable {
    /// Makes a strand that will run `body` once started.
    Strand strand(String name, Runnable body);

    /// Parks the calling strand until it is unparked; may return spuriously. Callers loop over
    /// their condition.
    void park();

    /// As [#park()], but also returns when [#now()] reaches `nanos`.
    void parkUntil(long nanos);

    /// Lets other strands run.
    void relax();

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

    /// Runs `job` on a computing thread: at most [#parallelism()] at once.
    void compute(Runnable job);

    /// Returns the number of computing threads.
    int parallelism();

    /// Returns how many helper threads (file, foreign and computing) exist now.
    int helperThreads();

    /// Ends the helper threads. Called after the last task ended.
    @Override
    void close();

    /// One thread of control.
    interface Strand {
        /// Starts it; called once.
        void start();

        /// Wakes the strand, or lets its next park return at once. From any thread.
        void unpark();

        /// Returns the Java thread that carries the strand, for stack dumps and
        /// `Blocking.call(INTERRUPT)`.
        Thread thread();
    }

    /// A timer that has not fired yet.
    interface Timer {
        /// Forgets the timer; no effect once it fired.
        void cancel();
    }
}
