package io.ipfskit.node.fetch;

import io.ipfskit.operation.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// What a URL names cannot be had, or may not be.
public final class FetchFailed extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /// @param message says what failed, for which URL, and what to do
    public FetchFailed(ErrorCode code, String message) {
        this(code, message, null);
    }

    /// With a cause.
    public FetchFailed(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// What kind of failure it is.
    public ErrorCode code() {
        return code;
    }
}
