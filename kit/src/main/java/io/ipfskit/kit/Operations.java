package io.ipfskit.kit;

import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.kit.RunTask.Done;
import io.ipfskit.kit.ops.OperationInfo;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The one call path of all doors: access, deadline, root scope, validation, handler, failure,
/// audit and meters.
///
/// A run is done by a task named `<group>.<operation>` below the calling task, in a scope of its
/// own that carries the deadline; cancelling the caller cancels it. Running ones and the last 256
/// ended ones (looks at the node itself left out) can be listed, awaited and cancelled by id. For
/// any number of tasks of one run.
public final class Operations {
    /// How many ended runs are remembered.
    public static final int HISTORY_MAX = RunHistory.ENDED_MAX;

    /// How many runs there may be at one time.
    public static final int RUNNING_MAX = RunHistory.RUNNING_MAX;

    private final Meters meters;
    private final RunHistory runs = new RunHistory();

    /// Which runs to list.
    public enum Which {
        RUNNING,
        ENDED,
        ALL
    }

    /// A call path that measures nothing.
    public Operations() {
        this(Meters.NONE);
    }

    /// A call path that tells `meters` of each call: `operation_calls_total` and
    /// `operation_seconds`, by operation and outcome.
    public Operations(Meters meters) {
        this.meters = meters;
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
        CallRules.requireFit(operation, invocation);
        String id =
                invocation.operationId() != null ? invocation.operationId() : Rng.uuid().toString();
        Duration timeout = CallRules.timeout(operation, invocation);
        CallRecord written = new CallRecord(meters, operation, id, invocation);
        OperationRun run = admit(operation, id, invocation, timeout, written);
        Failure failure =
                Failure.of(ErrorCode.INTERNAL, "ended by an error").in(operation.id(), id);
        Meters.Span span =
                meters.span("op." + operation.id(), "operation.id", id)
                        .attribute("operation.type", operation.id())
                        .attribute("door", invocation.door());
        try {
            Outcome<Done<R>> outcome =
                    CancelScope.run(scope -> {
                        run.enter(scope);
                        if (timeout != null) {
                            scope.deadline(Deadline.after(timeout));
                        }
                        return RunTask.run(bound, input, run, invocation, onResult);
                    });
            Done<R> done =
                    outcome.wasCaught()
                            ? new Done.Failed<>(Failures.endedByScope(run, timeout))
                            : outcome.result();
            failure = failureOf(done, run);
            return resultOf(done);
        } catch (InterruptedException e) {
            failure = Failures.interrupted(operation.id(), id, e).failure();
            throw e;
        } finally {
            runs.end(run, failure);
            written.end(failure); // inside the span: its numbers name the trace
            if (failure != null) {
                span.failed(new OperationFailed(failure, null))
                        .attribute("error.type", failure.code().id());
            }
            span.close();
        }
    }

    /// Does an operation and returns its result; not for operations that give bytes.
    public <I, O> O invoke(Bound<I, O> bound, I input, Invocation invocation)
            throws InterruptedException {
        return invoke(bound, input, invocation, result -> result);
    }

    /// Lets the call in, or writes down that it was refused.
    private OperationRun admit(
            Operation<?, ?> operation,
            String id,
            Invocation invocation,
            @Nullable Duration timeout,
            CallRecord written) {
        try {
            CallRules.requireAllowed(operation, id, invocation, timeout);
            OperationRun run = new OperationRun(operation, id, invocation, timeout);
            runs.begin(run);
            return run;
        } catch (OperationFailed refused) {
            written.end(refused.failure());
            throw refused;
        }
    }

    private static @Nullable Failure failureOf(Done<?> done, OperationRun run) {
        return switch (done) {
            case Done.Returned<?> _ -> null;
            case Done.Failed<?>(OperationFailed failed) -> failed.failure();
            case Done.Undelivered<?>(Throwable thrown) ->
                    Failure.of(
                                    ErrorCode.CANCELLED,
                                    "the result could not be delivered: " + thrown.getMessage())
                            .in(run.operation().id(), run.operationId());
        };
    }

    private static <R extends @Nullable Object, X extends Exception> R resultOf(Done<R> done)
            throws X {
        return switch (done) {
            case Done.Returned<R>(R result) -> result;
            case Done.Failed<R>(OperationFailed failed) -> throw failed;
            case Done.Undelivered<R>(Throwable thrown) -> throw Failures.<X>sneaky(thrown);
        };
    }

    // ---- looking and steering ----

    /// Snapshots, oldest first; ended ones before running ones.
    public List<OperationInfo> list(Which which) {
        return runs.runs(which != Which.RUNNING, which != Which.ENDED).stream()
                .map(OperationRun::info)
                .toList();
    }

    /// A snapshot of one run, or null when it is not known (any more).
    public @Nullable OperationInfo find(String id) {
        OperationRun run = runs.find(id);
        return run == null ? null : run.info();
    }

    /// The number of runs at work.
    public int runningCount() {
        return runs.runningCount();
    }

    /// Asks a run to end and returns what it is now; does not wait. Null when it is not known. No
    /// effect on one that ended. From any thread.
    public @Nullable OperationInfo cancel(String id, String reason) {
        OperationRun run = runs.find(id);
        if (run == null) {
            return null;
        }
        run.cancel(reason);
        return run.info();
    }

    /// Waits at most `limit` for the end of a run and returns what it is then; null when it is not
    /// known.
    public @Nullable OperationInfo await(String id, Duration limit) throws InterruptedException {
        OperationRun run = runs.find(id);
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

    /// For each task of `tasks` that belongs to a running operation, the id of that operation: the
    /// task that does it and all below it. Of nested ones, the innermost.
    public Map<Long, String> operationsOf(List<TaskInfo> tasks) {
        return runs.operationsOf(tasks);
    }

    // ---- the end of the node ----

    /// From now on every call is refused as `unavailable`.
    public void refuse(String reason) {
        runs.refuse(reason);
    }

    /// Asks all runs to end. From any thread.
    public void cancelAll(String reason) {
        runs.runs(false, true).forEach(run -> run.cancel(reason));
    }

    /// Waits until no run is at work.
    public void awaitIdle() throws InterruptedException {
        runs.awaitIdle();
    }
}
