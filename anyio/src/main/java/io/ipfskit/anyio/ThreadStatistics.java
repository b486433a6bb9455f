package io.ipfskit.anyio;

/// The platform threads of a run, by what they are for. Virtual threads share the carriers of the
/// process, which are no run's.
///
/// @param tasks threads that carry tasks: on `platform` one per task, and idle ones; on
///   `loop/scheduler` the loop; elsewhere none
/// @param timers threads that fire timers and start helper threads
/// @param file helper threads for file calls
/// @param foreign helper threads for foreign calls
/// @param compute helper threads for computing
public record ThreadStatistics(int tasks, int timers, int file, int foreign, int compute) {
    /// Threads of no kind.
    static final ThreadStatistics NONE = new ThreadStatistics(0, 0, 0, 0, 0);

    /// Returns the number of helper threads of any kind.
    public int helpers() {
        return file + foreign + compute;
    }

    /// Returns the number of all threads.
    public int total() {
        return tasks + timers + helpers();
    }

    ThreadStatistics carrying(int tasks) {
        return new ThreadStatistics(tasks, timers, file, foreign, compute);
    }
}
