package io.ipfskit.anyio;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// The steps of a run. A step is the time from when a task goes on to when it waits next, so the
/// number of steps is the number of switches to tasks.
///
/// @param count steps begun so far; where tasks run in parallel up to 63 steps of each live task
///   are told late, all of them once it has ended
/// @param ready tasks that could run and wait for their turn; empty where the system's scheduler
///   keeps the queue
/// @param longestNanos the longest step since the run began, in nanoseconds; empty where nobody
///   reads the clock at each step: tasks that run in parallel and are not watched by an
///   [Instrument], and simulations, in which a step takes no time
/// @param recentLongestNanos the longest step of the current minute and the one before, in
///   nanoseconds; empty as above
public record StepStatistics(
        long count, OptionalInt ready, OptionalLong longestNanos, OptionalLong recentLongestNanos) {
    /// Returns what is known where steps take no time.
    static StepStatistics untimed(long count, int ready) {
        return new StepStatistics(
                count, OptionalInt.of(ready), OptionalLong.empty(), OptionalLong.empty());
    }

    /// Returns what is known where steps are only counted.
    static StepStatistics counted(long count) {
        return new StepStatistics(
                count, OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());
    }
}
