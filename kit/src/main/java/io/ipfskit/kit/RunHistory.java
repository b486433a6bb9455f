package io.ipfskit.kit;

import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The runs at work and those that ended last. For any number of tasks and threads.
final class RunHistory {
    /// Groups whose operations look at the node itself.
    private static final Set<String> GROUPS_OF_THE_NODE = Set.of("admin", "runtime", "telemetry");

    /// How many ended runs are remembered.
    static final int ENDED_MAX = 256;

    /// How many runs there may be at one time.
    static final int RUNNING_MAX = 10_000;

    private static final int DEPTH_MAX = 10_000; // of tasks below an operation

    // Guarded by this.
    private final Map<String, OperationRun> running = new LinkedHashMap<>();
    private final ArrayDeque<OperationRun> history = new ArrayDeque<>();
    private @Nullable String refusal;
    private Event idle = new Event();

    /// Adds a run that begins.
    ///
    /// @throws io.ipfskit.operation.OperationFailed when the node is stopping, has too many runs,
    ///   or knows the id already
    synchronized void begin(OperationRun run) {
        String name = run.operation().id();
        String id = run.operationId();
        if (refusal != null) {
            throw Failures.typed(
                    ErrorCode.UNAVAILABLE,
                    "the node is stopping (" + refusal + "); try again when it runs",
                    name,
                    id,
                    null);
        }
        if (running.size() >= RUNNING_MAX) {
            throw Failures.typed(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    RUNNING_MAX + " operations are running, which is the limit; try again later",
                    name,
                    id,
                    null);
        }
        if (find(id) != null) {
            throw Failures.typed(
                    ErrorCode.CONFLICT,
                    "operation id " + id + " was used before; each run needs a new one",
                    name,
                    id,
                    null);
        }
        running.put(id, run);
    }

    /// Notes the end of a run, by `failure` or, when that is null, well.
    void end(OperationRun run, @Nullable Failure failure) {
        run.end(failure);
        Event toWake = null;
        synchronized (this) {
            if (running.remove(run.operationId(), run)) {
                if (failure != null || !looksAtTheNodeItself(run.operation())) {
                    if (history.size() >= ENDED_MAX) {
                        history.removeFirst();
                    }
                    history.addLast(run);
                }
                if (running.isEmpty()) {
                    toWake = idle;
                    idle = new Event();
                }
            }
        }
        if (toWake != null) {
            toWake.set();
        }
    }

    /// Whether an operation only watches this node, as a dashboard does every second. Those that
    /// went well are not remembered: they would push out what people did.
    static boolean looksAtTheNodeItself(Operation<?, ?> operation) {
        return operation.is(Operation.Hint.READ_ONLY)
                && GROUPS_OF_THE_NODE.contains(operation.group());
    }

    /// The runs, oldest first; ended ones before running ones.
    synchronized List<OperationRun> runs(boolean withEnded, boolean withRunning) {
        List<OperationRun> runs = new ArrayList<>();
        if (withEnded) {
            runs.addAll(history);
        }
        if (withRunning) {
            runs.addAll(running.values());
        }
        return runs;
    }

    /// The run of that id, or null.
    synchronized @Nullable OperationRun find(String id) {
        OperationRun run = running.get(id);
        if (run != null) {
            return run;
        }
        for (OperationRun ended : history) {
            if (ended.operationId().equals(id)) {
                return ended;
            }
        }
        return null;
    }

    /// The number of runs at work.
    synchronized int runningCount() {
        return running.size();
    }

    /// From now on every [#begin] fails as `unavailable`.
    synchronized void refuse(String reason) {
        refusal = reason;
    }

    /// Waits until no run is at work.
    void awaitIdle() throws InterruptedException {
        while (true) {
            Event next;
            synchronized (this) {
                if (running.isEmpty()) {
                    return;
                }
                next = idle;
            }
            next.await();
        }
    }

    /// For each task of `tasks` that belongs to a running operation, the id of that operation: the
    /// task that does it and all below it. Of nested ones, the innermost.
    Map<Long, String> operationsOf(List<TaskInfo> tasks) {
        Map<Long, String> owners = new HashMap<>();
        for (OperationRun run : runs(false, true)) {
            if (run.taskId() != 0) { // it has begun
                owners.put(run.taskId(), run.operationId());
            }
        }
        Map<Long, Long> parents = new HashMap<>();
        tasks.forEach(task -> parents.put(task.id(), task.parentId()));
        Map<Long, String> found = new LinkedHashMap<>();
        for (TaskInfo task : tasks) {
            Long id = task.id();
            for (int depth = 0; id != null && depth < DEPTH_MAX; depth++) {
                String owner = owners.get(id);
                if (owner != null) {
                    found.put(task.id(), owner);
                    break;
                }
                id = parents.get(id);
            }
        }
        return found;
    }
}
