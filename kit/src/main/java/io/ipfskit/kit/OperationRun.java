package io.ipfskit.kit;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Event;
import io.ipfskit.kit.ops.OperationInfo;
import io.ipfskit.kit.ops.OperationInfo.State;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Principal;
import io.ipfskit.operation.Progress;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// One run of an operation: what its handler sees, and what `admin.operations` tells of it.
final class OperationRun implements Call {
    private final Operation<?, ?> operation;
    private final String id;
    private final Invocation invocation;
    private final Instant startedAt;
    private final @Nullable Instant deadline;
    private final Event ended = new Event();
    private final ProgressRelay progress;

    private volatile long taskId;

    // Guarded by this.
    private @Nullable CancelScope scope;
    private @Nullable String cancelReason;
    private State state = State.RUNNING;
    private @Nullable Instant endedAt;
    private @Nullable Failure failure;

    OperationRun(
            Operation<?, ?> operation,
            String id,
            Invocation invocation,
            @Nullable Duration timeout) {
        this.operation = operation;
        this.id = id;
        this.invocation = invocation;
        this.startedAt = Clock.now();
        this.deadline = timeout == null ? null : startedAt.plus(timeout);
        this.progress = new ProgressRelay();
    }

    @Override
    public Principal principal() {
        return invocation.principal();
    }

    @Override
    public String operationId() {
        return id;
    }

    @Override
    public @Nullable ByteSource bytes() {
        return invocation.bytes();
    }

    @Override
    public @Nullable Tree tree() {
        return invocation.tree();
    }

    @Override
    public void item(Object row) throws InterruptedException {
        Class<?> item = operation.item();
        if (item == null || !item.isInstance(row)) {
            throw new IllegalStateException(
                    operation
                            + " declares rows of "
                            + item
                            + " and gave "
                            + row.getClass().getName());
        }
        ItemSink items = invocation.items();
        if (items == null) {
            throw new IllegalStateException(operation + " was called without a taker of rows");
        }
        items.item(row);
    }

    @Override
    public void progress(Progress newest) {
        progress.put(newest);
    }

    ProgressRelay relay() {
        return progress;
    }

    Operation<?, ?> operation() {
        return operation;
    }

    /// The task that does the work, 0 before there is one.
    long taskId() {
        return taskId;
    }

    void taskId(long id) {
        taskId = id;
    }

    /// Ties the run to its scope; a cancellation asked for before is done now.
    void enter(CancelScope entered) {
        String reason;
        synchronized (this) {
            scope = entered;
            reason = cancelReason;
        }
        if (reason != null) {
            entered.cancel(reason);
        }
    }

    /// Asks the run to end. The first reason is kept.
    void cancel(String reason) {
        CancelScope entered;
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = State.CANCELLING;
            cancelReason = reason;
            entered = scope;
        }
        if (entered != null) {
            entered.cancel(reason);
        }
    }

    /// Why somebody asked it to end, or null.
    synchronized @Nullable String cancelReason() {
        return cancelReason;
    }

    /// Notes the end; the first one counts.
    void end(@Nullable Failure why) {
        synchronized (this) {
            if (!state.isEnd()) {
                state =
                        why == null
                                ? State.DONE
                                : why.code() == ErrorCode.CANCELLED
                                        ? State.CANCELLED
                                        : State.FAILED;
                failure = why;
                endedAt = Clock.now();
                scope = null;
            }
        }
        progress.close();
        ended.set();
    }

    /// Waits for the end.
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /// A snapshot.
    synchronized OperationInfo info() {
        Progress newest = progress.newest();
        return new OperationInfo(
                id,
                operation.id(),
                invocation.door(),
                invocation.principal().name(),
                startedAt,
                endedAt,
                state,
                newest == null ? null : OperationInfo.ProgressInfo.of(newest),
                deadline,
                failure == null ? null : OperationInfo.FailureInfo.of(failure));
    }
}
