package io.ipfskit.server.http;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;

import java.util.Map;

/// A refusal that needs a more exact status than its code has, or headers of its own.
public final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Failure failure;
    private final transient Map<String, String> headers;

    /// Answers `status` with `failure` and these headers.
    public HttpProblem(int status, Failure failure, Map<String, String> headers) {
        super(failure.message());
        this.status = status;
        this.failure = failure;
        this.headers = Map.copyOf(headers);
    }

    /// Answers `status` with a failure of this code.
    public HttpProblem(int status, ErrorCode code, String message) {
        this(status, Failure.of(code, message), Map.of());
    }

    /// This problem with the operation and the run it belongs to filled in.
    public HttpProblem in(String operation, String operationId) {
        return new HttpProblem(status, failure.in(operation, operationId), headers);
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// What is told.
    public Failure failure() {
        return failure;
    }

    /// Headers that go with it.
    public Map<String, String> headers() {
        return headers;
    }
}
