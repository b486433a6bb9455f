package io.ipfskit.kit;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.kit.json.Validator;
import io.ipfskit.kit.ops.OperationInfo;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The one call path of all doors: access, deadline, root scope, validation, handler, failure.
///
/// A run is done by a task named `<group>.<operation>` below the calling task, in a scope of its
/// own that carries the deadline; cancelling the caller cancels it. Running ones and the last 256
/// ended ones (looks at the node itself left out) can be listed, awaited and cancelled by id. For
/// any number of tasks of one run.
public final class Operations {
    /// How many ended runs are remembered.
    public static final int HISTORY_MAX = 256;

    /// How many runs there may be at one time.
    public static final int RUNNING_MAX = 10_000;

    private static final Logger LOG = System.getLogger(Operations.class.getName());

    // Guarded by this.
    private final Map<String, OperationRun> running = new LinkedHashMap<>();
    private final ArrayDeque<OperationRun> history = new ArrayDeque<>();
    private @Nullable String refusal;
    private Event idle = new Event();

    /// Which runs to list.
    public enum Which {
        RUNNING,
        ENDED,
        ALL
    }

    private sealed interface Done<R extends @Nullable Object> {
        /// Handler and taker of the result returned.
        record Returned<R extends @Nullable Object>(R result) implements Done<R> {}

        /// The operation failed.
        record Failed<R extends @Nullable Object>(OperationFailed failed) implements Done<R> {}

        /// The taker of the result failed.
        record Undelivered<R extends @Nullable Object>(Throwable thrown) implements Done<R> {}
    }

    /// Does an operation and gives its result to `onResult` inside the operation's scope, where a
    /// [ByteStream] can be pulled; the stream is closed afterwards.
    ///
    /// @return what `onResult` returns
    /// @throws OperationFailed when the operation fails, is cancelled by id, or passes its
    ///   deadline; carries operation and id
    /// @throws InterruptedException when the caller is cancelled; everything below has ended
    /// @throws X what `onResult` throws
    /// @throws IllegalArgumentException when the invocation does not fit the declaration
    public <I, O, R extends @Nullable Object, X extends Exception> R invoke(
            Bound<I, O> bound, I input, Invocation invocation, Body<O, R, X> onResult)
            throws X, InterruptedException {
        Operation<I, O> operation = bound.operation();
        checkFit(operation, invocation);
        String id =
                invocation.operationId() != null ? invocation.operationId() : Rng.uuid().toString();
        Duration timeout =
                invocation.timeout() != null ? invocation.timeout() : operation.timeout();
        OperationRun run = admit(operation, id, invocation, timeout);
        boolean ended = false;
        try {
            Outcome<Done<R>> outcome =
                    CancelScope.run(scope -> {
                        run.enter(scope);
                        if (timeout != null) {
                            scope.deadline(Deadline.after(timeout));
                        }
                        return inTask(bound, input, run, invocation, onResult);
                    });
            Done<R> done =
                    outcome.wasCaught()
                            ? new Done.Failed<>(endedByScope(run, timeout))
                            : outcome.result();
            ended = true;
            return finish(run, done);
        } catch (InterruptedException e) {
            ended = true;
            end(run, Failures.cancelled(operation.id(), id, reasonOf(e)).failure());
            throw e;
        } finally {
            if (!ended) {
                end(
                        run,
                        Failure.of(ErrorCode.INTERNAL, "ended by an error").in(operation.id(), id));
            }
        }
    }

    /// Does an operation and returns its result; not for operations that give bytes.
    public <I, O> O invoke(Bound<I, O> bound, I input, Invocation invocation)
            throws InterruptedException {
        return invoke(bound, input, invocation, result -> result);
    }

    private <I, O, R extends @Nullable Object, X extends Exception> Done<R> inTask(
            Bound<I, O> bound,
            I input,
            OperationRun run,
            Invocation invocation,
            Body<O, R, X> onResult)
            throws InterruptedException {
        String name = bound.operation().id();
        try {
            return TaskGroup.open(
                    name,
                    group -> {
                        Task<Done<R>> task =
                                group.fork(
                                        name,
                                        () -> perform(bound, input, run, invocation, onResult));
                        return task.join();
                    });
        } catch (TaskFailed e) {
            return new Done.Failed<>(Failures.of(e, name, run.operationId()));
        }
    }

    private <I, O, R extends @Nullable Object, X extends Exception> Done<R> perform(
            Bound<I, O> bound,
            I input,
            OperationRun run,
            Invocation invocation,
            Body<O, R, X> onResult)
            throws InterruptedException {
        String name = bound.operation().id();
        run.taskId(AnyIO.taskId());
        O output;
        try {
            Validator.check(input);
            output = handle(bound, input, run, invocation.progress());
        } catch (Exception | StackOverflowError | AssertionError e) {
            throwIfInterruption(e);
            return new Done.Failed<>(Failures.of(e, name, run.operationId()));
        }
        try {
            return new Done.Returned<>(onResult.run(output));
        } catch (OperationFailed e) {
            throwIfInterruption(e);
            return new Done.Failed<>(Failures.of(e, name, run.operationId()));
        } catch (Exception e) {
            throwIfInterruption(e);
            return new Done.Undelivered<>(e);
        } finally {
            if (output instanceof ByteStream stream) {
                stream.close();
            }
        }
    }

    /// Runs the handler, beside it a task that hands over progress when somebody takes it.
    private static <I, O> O handle(
            Bound<I, O> bound, I input, OperationRun run, @Nullable ProgressSink sink)
            throws InterruptedException {
        if (sink == null) {
            return bound.handler().handle(input, run);
        }
        long[] seen = {0};
        O output =
                TaskGroup.open(
                        bound.operation().id() + " with progress",
                        group -> {
                            group.forkService(
                                    "progress",
                                    () -> {
                                        while (true) {
                                            ProgressRelay.Versioned newer =
                                                    run.relay().await(seen[0]);
                                            if (newer == null) {
                                                return null;
                                            }
                                            seen[0] = newer.version();
                                            sink.progress(newer.progress());
                                        }
                                    });
                            return bound.handler().handle(input, run);
                        });
        ProgressRelay.Versioned last = run.relay().newerThan(seen[0]);
        if (last != null) {
            sink.progress(last.progress());
        }
        return output;
    }

    private <R extends @Nullable Object, X extends Exception> R finish(
            OperationRun run, Done<R> done) throws X {
        switch (done) {
            case Done.Returned<R>(R result) -> {
                end(run, null);
                return result;
            }
            case Done.Failed<R>(OperationFailed failed) -> {
                end(run, failed.failure());
                throw failed;
            }
            case Done.Undelivered<R>(Throwable thrown) -> {
                end(
                        run,
                        Failure.of(
                                        ErrorCode.CANCELLED,
                                        "the result could not be delivered: " + thrown.getMessage())
                                .in(run.operation().id(), run.operationId()));
                throw Operations.<X>sneaky(thrown);
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what onResult threw is an X
    private static <X extends Exception> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private static void throwIfInterruption(Throwable thrown) throws InterruptedException {
        if (thrown instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (Failures.isInterruption(thrown)) {
            // A wrapped cancellation: anyio recognises it through the chain of causes.
            throw Operations.<RuntimeException>sneaky(thrown);
        }
    }

    private static OperationFailed endedByScope(OperationRun run, @Nullable Duration timeout) {
        String reason = run.cancelReason();
        return reason == null
                ? Failures.timedOut(run.operation().id(), run.operationId(), timeout)
                : Failures.cancelled(run.operation().id(), run.operationId(), reason);
    }

    private static String reasonOf(InterruptedException e) {
        if (e instanceof io.ipfskit.anyio.Cancelled cancelled) {
            return cancelled.reason();
        }
        return e.getMessage() == null ? "interrupted" : e.getMessage();
    }

    // ---- admission ----

    private static void checkFit(Operation<?, ?> operation, Invocation invocation) {
        if (operation.bodyOut() == BodyOut.ROWS && invocation.items() == null) {
            throw new IllegalArgumentException(
                    operation + " gives rows: say where they go, or ItemSink.DISCARD");
        }
        if (invocation.tree() != null && operation.bodyIn() != BodyIn.TREE) {
            throw new IllegalArgumentException(operation + " takes no tree");
        }
        if (invocation.bytes() != null && operation.bodyIn() == BodyIn.NONE) {
            throw new IllegalArgumentException(operation + " takes no bytes");
        }
    }

    private OperationRun admit(
            Operation<?, ?> operation,
            String id,
            Invocation invocation,
            @Nullable Duration timeout) {
        String name = operation.id();
        if (!invocation.principal().access().includes(operation.access())) {
            LOG.log(
                    Level.INFO,
                    "refused {0} to {1} at door {2}: needs access {3}",
                    name,
                    invocation.principal().name(),
                    invocation.door(),
                    operation.access());
            throw Failures.typed(
                    ErrorCode.PERMISSION_DENIED,
                    name
                            + " needs access "
                            + operation.access().name().toLowerCase(java.util.Locale.ROOT)
                            + ", "
                            + invocation.principal().name()
                            + " has "
                            + invocation
                                    .principal()
                                    .access()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT),
                    name,
                    id,
                    null);
        }
        if (timeout != null && timeout.isNegative()) {
            throw Failures.typed(
                    ErrorCode.INVALID_ARGUMENT, "the timeout is negative", name, id, null);
        }
        OperationRun run = new OperationRun(operation, id, invocation, timeout);
        synchronized (this) {
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
                        RUNNING_MAX
                                + " operations are running, which is the limit; try again later",
                        name,
                        id,
                        null);
            }
            if (lookUp(id) != null) {
                throw Failures.typed(
                        ErrorCode.CONFLICT,
                        "operation id " + id + " was used before; each run needs a new one",
                        name,
                        id,
                        null);
            }
            running.put(id, run);
        }
        return run;
    }

    private void end(OperationRun run, @Nullable Failure failure) {
        run.end(failure);
        Event toWake = null;
        synchronized (this) {
            if (running.remove(run.operationId(), run)) {
                if (failure != null || !looksAtTheNodeItself(run.operation())) {
                    if (history.size() >= HISTORY_MAX) {
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
    private static boolean looksAtTheNodeItself(Operation<?, ?> operation) {
        return operation.is(Operation.Hint.READ_ONLY)
                && (operation.group().equals("admin") || operation.group().equals("runtime"));
    }

    // ---- looking and steering ----

    /// Snapshots, oldest first; ended ones before running ones.
    public List<OperationInfo> list(Which which) {
        List<OperationRun> runs = new ArrayList<>();
        synchronized (this) {
            if (which != Which.RUNNING) {
                runs.addAll(history);
            }
            if (which != Which.ENDED) {
                runs.addAll(running.values());
            }
        }
        return runs.stream().map(OperationRun::info).toList();
    }

    /// A snapshot of one run, or null when it is not known (any more).
    public @Nullable OperationInfo find(String id) {
        OperationRun run = lookUp(id);
        return run == null ? null : run.info();
    }

    /// The number of runs at work.
    public synchronized int runningCount() {
        return running.size();
    }

    /// Asks a run to end and returns what it is now; does not wait. Null when it is not known. No
    /// effect on one that ended. From any thread.
    public @Nullable OperationInfo cancel(String id, String reason) {
        OperationRun run = lookUp(id);
        if (run == null) {
            return null;
        }
        run.cancel(reason);
        return run.info();
    }

    /// Waits at most `limit` for the end of a run and returns what it is then; null when it is not
    /// known.
    public @Nullable OperationInfo await(String id, Duration limit) throws InterruptedException {
        OperationRun run = lookUp(id);
        if (run == null) {
            return null;
        }
        CancelScope.moveOnAfter(
                limit,
                _ -> {
                    run.awaitEnd();
                    return true;
                });
        return run.info();
    }

    /// The run of that id, or null.
    synchronized @Nullable OperationRun lookUp(String id) {
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

    /// For each task of `tasks` that belongs to a running operation, the id of that operation: the
    /// task that does it and all below it. Of nested ones, the innermost.
    public Map<Long, String> operationsOf(List<TaskInfo> tasks) {
        Map<Long, String> owners = new HashMap<>();
        synchronized (this) {
            for (OperationRun run : running.values()) {
                if (run.taskId() != 0) { // it has begun
                    owners.put(run.taskId(), run.operationId());
                }
            }
        }
        Map<Long, Long> parents = new HashMap<>();
        tasks.forEach(task -> parents.put(task.id(), task.parentId()));
        Map<Long, String> found = new LinkedHashMap<>();
        for (TaskInfo task : tasks) {
            Long id = task.id();
            for (int depth = 0; id != null && depth < 10_000; depth++) {
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

    // ---- the end of the node ----

    /// From now on every call is refused as `unavailable`.
    public synchronized void refuse(String reason) {
        refusal = reason;
    }

    /// Asks all runs to end.
    public void cancelAll(String reason) {
        List<OperationRun> runs;
        synchronized (this) {
            runs = List.copyOf(running.values());
        }
        runs.forEach(run -> run.cancel(reason));
    }

    /// Waits until no run is at work.
    public void awaitIdle() throws InterruptedException {
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
}
