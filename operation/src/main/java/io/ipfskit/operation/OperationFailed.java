package io.ipfskit.operation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The one exception by which operations fail; carries one [Failure].
public final class OperationFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /// Carries `failure`; `cause` is what lies behind it, if anything.
    public OperationFailed(Failure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /// Fails with `code` and a message that says what failed, on what, and what to do.
    public OperationFailed(ErrorCode code, String message) {
        this(Failure.of(code, message), null);
    }

    /// As above, with the exception that caused it.
    public OperationFailed(ErrorCode code, String message, Throwable cause) {
        this(Failure.of(code, message), cause);
    }

    /// An `invalid_argument` failure about one field.
    public static OperationFailed invalidField(String field, String message) {
        return new Failure(
                        ErrorCode.INVALID_ARGUMENT,
                        field + ": " + message,
                        null,
                        null,
                        false,
                        null,
                        List.of(new FieldError(field, message)))
                .toException();
    }

    /// Why.
    public Failure failure() {
        return failure;
    }

    /// Shorthand for the failure's code.
    public ErrorCode code() {
        return failure.code();
    }
}
