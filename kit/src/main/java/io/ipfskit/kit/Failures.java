package io.ipfskit.kit;

import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/// Turns whatever a handler threw into the one exception of operations.
final class Failures {
    private static final Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /// The failure of `operation`, run `id`, that `thrown` is. What is nobody's typed failure is a
    /// defect of ours: `internal`, logged with its stack.
    static OperationFailed of(Throwable thrown, String operation, String id) {
        Throwable cause = thrown;
        while ((cause instanceof TaskFailed || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case OperationFailed failed ->
                    new OperationFailed(failed.failure().in(operation, id), failed.getCause());
            case Cancelled task -> cancelled(operation, id, task.reason()); // its task alone was
            case TimeoutException timeout ->
                    typed(
                            ErrorCode.TIMEOUT,
                            operation + " took too long: " + timeout.getMessage(),
                            operation,
                            id,
                            timeout);
            case BlockNotFound missing ->
                    typed(
                            ErrorCode.NOT_FOUND,
                            String.valueOf(missing.getMessage()),
                            operation,
                            id,
                            missing);
            case IntegrityException damaged ->
                    typed(
                            ErrorCode.INTEGRITY,
                            String.valueOf(damaged.getMessage()),
                            operation,
                            id,
                            damaged);
            case RejectedExecutionException full -> // backend platform has a cap
                    typed(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            String.valueOf(full.getMessage()),
                            operation,
                            id,
                            full);
            case MultiformatException malformed ->
                    typed(
                            ErrorCode.INVALID_ARGUMENT,
                            String.valueOf(malformed.getMessage()),
                            operation,
                            id,
                            malformed);
            default -> {
                LOG.log(
                        Level.ERROR,
                        "operation " + operation + " " + id + " failed by a defect",
                        cause);
                yield typed(
                        ErrorCode.INTERNAL,
                        operation
                                + " failed by a defect of ipfs-kit ("
                                + cause.getClass().getSimpleName()
                                + "); the log has the details under operation id "
                                + id,
                        operation,
                        id,
                        cause);
            }
        };
    }

    /// The deadline passed.
    static OperationFailed timedOut(String operation, String id, @Nullable Duration timeout) {
        String limit =
                timeout == null ? "its deadline" : io.ipfskit.kit.json.Durations.format(timeout);
        return typed(
                ErrorCode.TIMEOUT,
                operation + " did not end within " + limit + "; allow more time",
                operation,
                id,
                null);
    }

    /// Somebody cancelled it.
    static OperationFailed cancelled(String operation, String id, String reason) {
        return typed(
                ErrorCode.CANCELLED, operation + " was cancelled: " + reason, operation, id, null);
    }

    /// Any failure of a run.
    static OperationFailed typed(
            ErrorCode code,
            String message,
            String operation,
            String id,
            @Nullable Throwable cause) {
        return new OperationFailed(Failure.of(code, message).in(operation, id), cause);
    }

    /// What the end of a run by its own scope means: somebody cancelled it, or the deadline passed.
    static OperationFailed endedByScope(OperationRun run, @Nullable Duration timeout) {
        String reason = run.cancelReason();
        return reason == null
                ? timedOut(run.operation().id(), run.operationId(), timeout)
                : cancelled(run.operation().id(), run.operationId(), reason);
    }

    /// What the cancellation of the caller means for the run.
    static OperationFailed interrupted(String operation, String id, InterruptedException e) {
        String reason =
                e instanceof Cancelled cancelled
                        ? cancelled.reason()
                        : e.getMessage() == null ? "interrupted" : e.getMessage();
        return cancelled(operation, id, reason);
    }

    /// Throws on what is a cancellation, perhaps wrapped.
    static void throwIfInterruption(Throwable thrown) throws InterruptedException {
        if (thrown instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (isInterruption(thrown)) {
            // A wrapped cancellation: anyio recognises it through the chain of causes.
            throw Failures.<RuntimeException>sneaky(thrown);
        }
    }

    /// `thrown` as what the compiler is told it is.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Exception> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /// Whether `thrown` is a cancellation, perhaps wrapped.
    private static boolean isInterruption(Throwable thrown) {
        int depth = 0;
        for (Throwable t = thrown; t != null && depth < 32; t = t.getCause(), depth++) {
            if (t instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
