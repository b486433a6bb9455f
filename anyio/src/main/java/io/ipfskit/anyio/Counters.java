package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The numbers of one run.
final class Counters {
    /// Steps that a task counts for itself before it tells them.
    private static final int STEPS_TOLD_AT_ONCE = 64;

    private final LongAdder refused = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final LongAdder processes = new LongAdder();
    private final LongAdder openFiles = new LongAdder();
    private final LongAdder sockets = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder permits = new LongAdder();
    private final EnumMap<CancelReasonClass, LongAdder> tasksCancelled = perReason();
    private final EnumMap<CancelReasonClass, LongAdder> scopesCancelled = perReason();
    private final NanosRecorder cancelToJoin = new NanosRecorder();
    private final NanosRecorder limiterWaits = new NanosRecorder();

    final OpenChannels channels = new OpenChannels();

    void processes(int change) {
        processes.add(change);
    }

    void openFiles(int change) {
        openFiles.add(change);
    }

    void sockets(int change) {
        sockets.add(change);
    }

    void tokens(int change) {
        tokens.add(change);
    }

    void permits(int change) {
        permits.add(change);
    }

    /// A task was made but did not start: the group was left, or the backend had no room.
    void refused() {
        refused.increment();
    }

    /// Counts one step on what a task has not told yet; returns what is untold now.
    static int step(Run run, int untold) {
        if (untold + 1 < STEPS_TOLD_AT_ONCE) {
            return untold + 1;
        }
        run.counters().steps.add(STEPS_TOLD_AT_ONCE);
        return 0;
    }

    /// A task has ended.
    ///
    /// @param origin the scope whose cancellation ended it, null unless it was cancelled
    /// @param stepsUntold steps that it has not told yet
    void ended(TaskState state, @Nullable CancelScope origin, int stepsUntold) {
        if (stepsUntold != 0) {
            steps.add(stepsUntold);
        }
        switch (state) {
            case DONE -> done.increment();
            case FAILED -> failed.increment();
            case CANCELLED -> count(tasksCancelled, origin == null ? null : origin.reasonClass());
            case LIVE -> throw new IllegalArgumentException("a live task has not ended");
        }
    }

    /// A scope was cancelled.
    void scopeCancelled(CancelReasonClass why) {
        count(scopesCancelled, why);
    }

    /// A cancelled scope was left, this long after its cancellation.
    void cancelledScopeLeft(long nanos) {
        cancelToJoin.record(nanos);
    }

    /// A wait for a limiter is over.
    void waitedForLimiter(long nanos) {
        limiterWaits.record(nanos);
    }

    /// @param made tasks made so far
    RunStatistics snapshot(long made, Kernel kernel) {
        CancelStatistics cancels =
                new CancelStatistics(
                        sums(tasksCancelled), sums(scopesCancelled), cancelToJoin.snapshot());
        long cancelled = cancels.tasks().values().stream().mapToLong(Long::longValue).sum();
        long ended = done.sum() + failed.sum() + cancelled;
        long started = Math.max(made - refused.sum(), ended);
        StepStatistics stepsNow = kernel.stepStatistics();
        return new RunStatistics(
                started,
                started - ended,
                done.sum(),
                failed.sum(),
                cancelled,
                kernel.timers(),
                kernel.helperThreads(),
                processes.sum(),
                openFiles.sum(),
                sockets.sum(),
                tokens.sum(),
                permits.sum(),
                stepsNow == null ? StepStatistics.counted(started + steps.sum()) : stepsNow,
                cancels,
                channels.totals(),
                limiterWaits.snapshot(),
                kernel.threadStatistics());
    }

    private static EnumMap<CancelReasonClass, LongAdder> perReason() {
        EnumMap<CancelReasonClass, LongAdder> adders = new EnumMap<>(CancelReasonClass.class);
        for (CancelReasonClass reason : CancelReasonClass.values()) {
            adders.put(reason, new LongAdder());
        }
        return adders;
    }

    private static void count(
            EnumMap<CancelReasonClass, LongAdder> adders, @Nullable CancelReasonClass reason) {
        LongAdder adder = adders.get(reason == null ? CancelReasonClass.CALLER : reason);
        if (adder != null) {
            adder.increment();
        }
    }

    private static Map<CancelReasonClass, Long> sums(EnumMap<CancelReasonClass, LongAdder> adders) {
        Map<CancelReasonClass, Long> sums = new EnumMap<>(CancelReasonClass.class);
        adders.forEach((reason, adder) -> sums.put(reason, adder.sum()));
        return sums;
    }
}
