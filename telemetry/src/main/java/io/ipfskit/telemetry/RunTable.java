package io.ipfskit.telemetry;

import static io.ipfskit.telemetry.MetricInfo.counter;
import static io.ipfskit.telemetry.MetricInfo.gauge;
import static io.ipfskit.telemetry.MetricInfo.histogram;

import io.ipfskit.anyio.CancelReasonClass;
import io.ipfskit.anyio.CancelStatistics;
import io.ipfskit.anyio.RunStatistics;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The metrics of runs, all with the labels `backend` and `engine`.
final class RunTable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String[] LABELS = {"backend", "engine"};

    static final List<RunRow> ROWS =
            List.of(
                    RunRow.plain(
                            counter(
                                    "anyio_tasks_spawned_total",
                                    "Tasks started, the root tasks included.",
                                    LABELS),
                            RunStatistics::tasksSpawned),
                    RunRow.plain(
                            gauge("anyio_tasks_live", "Tasks that have not ended.", LABELS),
                            RunStatistics::tasksLive),
                    new RunRow.ByValue(
                            counter(
                                    "anyio_tasks_ended_total",
                                    "Tasks that ended, by how: done, failed, cancelled.",
                                    with("outcome")),
                            Map.of(
                                    "done", RunStatistics::tasksDone,
                                    "failed", RunStatistics::tasksFailed,
                                    "cancelled", RunStatistics::tasksCancelled)),
                    new RunRow.ByValue(
                            counter(
                                    "anyio_tasks_cancelled_total",
                                    "Tasks that ended by cancellation, by the class of the reason.",
                                    with("reason")),
                            byReason(CancelStatistics::tasks)),
                    new RunRow.ByValue(
                            counter(
                                    "anyio_scopes_cancelled_total",
                                    "Cancel scopes that were cancelled, by the class of the"
                                            + " reason.",
                                    with("reason")),
                            byReason(CancelStatistics::scopes)),
                    new RunRow.Durations(
                            histogram(
                                    "anyio_cancel_to_join_seconds",
                                    "Time from the cancellation of a scope until all below it had"
                                            + " ended.",
                                    LABELS),
                            statistics -> statistics.cancels().toJoin()),
                    RunRow.plain(
                            counter(
                                    "anyio_switches_total",
                                    "Steps of tasks begun, which is how often a task was switched"
                                            + " to.",
                                    LABELS),
                            statistics -> statistics.steps().count()),
                    new RunRow.Plain(
                            gauge(
                                    "anyio_ready_tasks",
                                    "Tasks that could run and wait for their turn; absent where"
                                            + " the system keeps the queue.",
                                    LABELS),
                            statistics -> number(statistics.steps().ready()),
                            Double::sum),
                    new RunRow.Plain(
                            gauge(
                                    "anyio_longest_step_seconds",
                                    "The longest step of this minute and the one before; absent"
                                            + " where steps are not timed.",
                                    LABELS),
                            statistics -> seconds(statistics.steps().recentLongestNanos()),
                            Math::max),
                    new RunRow.Plain(
                            gauge(
                                    "anyio_longest_step_ever_seconds",
                                    "The longest step since the run began; absent where steps are"
                                            + " not timed.",
                                    LABELS),
                            statistics -> seconds(statistics.steps().longestNanos()),
                            Math::max),
                    RunRow.plain(
                            gauge(
                                    "anyio_timers",
                                    "Timers that are set: deadlines, sleeps, reports of stuck"
                                            + " tasks.",
                                    LABELS),
                            RunStatistics::timers),
                    new RunRow.Durations(
                            histogram(
                                    "anyio_limiter_wait_seconds",
                                    "How long tasks waited for a token of a limiter, each wait"
                                            + " that is over.",
                                    LABELS),
                            RunStatistics::limiterWaits),
                    RunRow.plain(
                            gauge(
                                    "anyio_limiter_tokens",
                                    "Tokens of limiters that are borrowed.",
                                    LABELS),
                            RunStatistics::tokens),
                    RunRow.plain(
                            gauge(
                                    "anyio_semaphore_permits",
                                    "Permits that semaphores lack of those they began with.",
                                    LABELS),
                            RunStatistics::permits),
                    RunRow.plain(
                            gauge(
                                    "anyio_channels",
                                    "Channels that are not closed on both sides.",
                                    LABELS),
                            statistics -> statistics.channels().open()),
                    RunRow.plain(
                            gauge("anyio_channel_items", "Items in buffers of channels.", LABELS),
                            statistics -> statistics.channels().buffered()),
                    new RunRow.ByValue(
                            gauge(
                                    "anyio_channel_waiting",
                                    "Tasks that wait at a channel, by side: sender, receiver.",
                                    with("side")),
                            Map.of(
                                    "sender",
                                    statistics -> statistics.channels().waitingSenders(),
                                    "receiver",
                                    statistics -> statistics.channels().waitingReceivers())),
                    new RunRow.ByValue(
                            gauge(
                                    "anyio_threads",
                                    "Platform threads of runs, by what they are for: task, timer,"
                                            + " file, foreign, compute.",
                                    with("kind")),
                            Map.of(
                                    "task", statistics -> statistics.threads().tasks(),
                                    "timer", statistics -> statistics.threads().timers(),
                                    "file", statistics -> statistics.threads().file(),
                                    "foreign", statistics -> statistics.threads().foreign(),
                                    "compute", statistics -> statistics.threads().compute())),
                    RunRow.plain(
                            gauge("anyio_processes", "Subprocesses that have not ended.", LABELS),
                            RunStatistics::processes),
                    RunRow.plain(
                            gauge(
                                    "anyio_open_files",
                                    "Files that tasks opened and nobody has closed.",
                                    LABELS),
                            RunStatistics::openFiles),
                    RunRow.plain(
                            gauge(
                                    "anyio_open_sockets",
                                    "Sockets and listeners that tasks opened and nobody has"
                                            + " closed.",
                                    LABELS),
                            RunStatistics::sockets));

    /// What they tell.
    static final List<MetricInfo> METRICS = ROWS.stream().map(RunRow::info).toList();

    private RunTable() {}

    private static String[] with(String label) {
        return new String[] {LABELS[0], LABELS[1], label};
    }

    private static Map<String, ToDoubleFunction<RunStatistics>> byReason(
            Function<CancelStatistics, Map<CancelReasonClass, Long>> counts) {
        Map<String, ToDoubleFunction<RunStatistics>> readings = new TreeMap<>();
        for (CancelReasonClass reason : CancelReasonClass.values()) {
            readings.put(
                    reason.label(),
                    statistics -> counts.apply(statistics.cancels()).getOrDefault(reason, 0L));
        }
        return readings;
    }

    private static OptionalDouble number(OptionalInt value) {
        return value.isPresent() ? OptionalDouble.of(value.getAsInt()) : OptionalDouble.empty();
    }

    private static OptionalDouble seconds(OptionalLong nanos) {
        return nanos.isPresent()
                ? OptionalDouble.of(nanos.getAsLong() / NANOS_PER_SECOND)
                : OptionalDouble.empty();
    }
}
