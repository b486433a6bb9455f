package io.ipfskit.anyio;

/// The numbers of one run; after its end, those of its last moment.
///
/// Taking them costs about as much as walking over the timers and the open channels; the run pays
/// for them only where it does something slow anyway.
///
/// @param tasksSpawned tasks started so far, the root included
/// @param tasksLive tasks that have not ended
/// @param tasksDone tasks that ended with a result
/// @param tasksFailed tasks that failed
/// @param tasksCancelled tasks ended by cancellation
/// @param timers timers that are set: deadlines, and reports of stuck tasks
/// @param helperThreads threads of the run for file calls, foreign calls and computing
/// @param processes subprocesses that have not ended
/// @param openFiles files that its tasks opened and nobody has closed
/// @param sockets streams, listeners and datagram sockets that its tasks opened and nobody has
///   closed
/// @param tokens tokens of limiters that its tasks borrowed and nobody has given back
/// @param permits permits that semaphores made in the run lack of those they began with
/// @param steps steps of its tasks, and how many are ready for one
/// @param cancels what was cancelled, why, and how long that took
/// @param channels what is in its channels
/// @param limiterWaits how long its tasks waited for limiters, each wait that is over
/// @param threads its threads by kind
public record RunStatistics(
        long tasksSpawned,
        long tasksLive,
        long tasksDone,
        long tasksFailed,
        long tasksCancelled,
        int timers,
        int helperThreads,
        long processes,
        long openFiles,
        long sockets,
        long tokens,
        long permits,
        StepStatistics steps,
        CancelStatistics cancels,
        ChannelTotals channels,
        NanosHistogram limiterWaits,
        ThreadStatistics threads) {}
