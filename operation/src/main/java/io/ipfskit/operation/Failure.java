package io.ipfskit.operation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Why an operation failed, equal at every door (on HTTP as RFC 9457 problem details).
///
/// @param code the class of the failure
/// @param message what failed, on what, and what to do
/// @param operation `group.name` of the operation, or null before one was found
/// @param operationId the id of this run of it, or null before one was given
/// @param retryable whether trying again later may help
/// @param retryAfter how long to wait first, if known
/// @param fields which input fields were wrong; empty when that is not the reason
public record Failure(
        ErrorCode code,
        String message,
        @Nullable String operation,
        @Nullable String operationId,
        boolean retryable,
        @Nullable Duration retryAfter,
        List<FieldError> fields) {

    public Failure {
        fields = List.copyOf(fields);
    }

    /// A failure that names no operation yet; retryable as its code says.
    public static Failure of(ErrorCode code, String message) {
        return new Failure(code, message, null, null, code.retryable(), null, List.of());
    }

    /// This failure with the operation and the run it belongs to filled in, where they were absent.
    public Failure in(String operation, String operationId) {
        return new Failure(
                code,
                message,
                this.operation == null ? operation : this.operation,
                this.operationId == null ? operationId : this.operationId,
                retryable,
                retryAfter,
                fields);
    }

    /// The exception that carries this failure.
    public OperationFailed toException() {
        return new OperationFailed(this, null);
    }

    /// The exception that carries this failure and what caused it.
    public OperationFailed toException(Throwable cause) {
        return new OperationFailed(this, cause);
    }
}
