package io.ipfskit.operation;

import java.util.Locale;

/// The one vocabulary of errors, with its one mapping to each door.
///
/// The enum's order is part of no contract; [#id()] is what travels.
public enum ErrorCode {
    /// The request itself is wrong; sending it again will not help.
    INVALID_ARGUMENT(400, -32602, 4),
    /// What was asked for is not there.
    NOT_FOUND(404, -32002, 5),
    /// It exists already.
    ALREADY_EXISTS(409, -32010, 6),
    /// The state of things forbids it.
    CONFLICT(409, -32010, 6),
    /// Who are you?
    UNAUTHENTICATED(401, -32011, 9),
    /// You may not.
    PERMISSION_DENIED(403, -32012, 9),
    /// A part that is needed is not there now.
    UNAVAILABLE(503, -32013, 7),
    /// The deadline passed.
    TIMEOUT(504, -32014, 10),
    /// Somebody cancelled it.
    CANCELLED(499, -32015, 130),
    /// Stored or received bytes are not what they should be.
    INTEGRITY(500, -32016, 8),
    /// A limit was reached: size, space, count or rate.
    RESOURCE_EXHAUSTED(429, -32017, 11),
    /// This node cannot do that.
    UNSUPPORTED(501, -32018, 12),
    /// A defect of ours.
    INTERNAL(500, -32603, 1);

    private final int httpStatus;
    private final int jsonRpcCode;
    private final int exitCode;

    ErrorCode(int httpStatus, int jsonRpcCode, int exitCode) {
        this.httpStatus = httpStatus;
        this.jsonRpcCode = jsonRpcCode;
        this.exitCode = exitCode;
    }

    /// The code as it travels: lower case, `_` between words.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The HTTP status of a failure with this code. Doors refine it where the protocol has a more
    /// exact one (422 for field errors, 412 for a failed precondition, 413 for a body too large).
    public int httpStatus() {
        return httpStatus;
    }

    /// The JSON-RPC 2.0 error code.
    public int jsonRpcCode() {
        return jsonRpcCode;
    }

    /// The exit code of the command line.
    public int exitCode() {
        return exitCode;
    }

    /// Whether trying again later may help.
    public boolean retryable() {
        return switch (this) {
            case UNAVAILABLE, TIMEOUT, RESOURCE_EXHAUSTED -> true;
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    CONFLICT,
                    UNAUTHENTICATED,
                    PERMISSION_DENIED,
                    CANCELLED,
                    INTEGRITY,
                    UNSUPPORTED,
                    INTERNAL ->
                    false;
        };
    }
}
