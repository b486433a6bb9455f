package io.ipfskit.mcp;

import io.ipfskit.operation.ErrorCode;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/// A request that the protocol answers with a JSON-RPC error.
public final class ProtocolError extends Exception {
    /// The message is not JSON.
    public static final int PARSE_ERROR = -32700;

    /// The message is JSON but no request, or one that may not be sent now.
    public static final int INVALID_REQUEST = -32600;

    /// There is no such method.
    public static final int METHOD_NOT_FOUND = -32601;

    /// The parameters are wrong.
    public static final int INVALID_PARAMS = -32602;

    /// A defect of this engine or of a tool.
    public static final int INTERNAL_ERROR = -32603;

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient @Nullable RequestId id;
    private final transient @Nullable JsonNode data;

    private ProtocolError(
            int code, String message, @Nullable RequestId id, @Nullable JsonNode data) {
        super(message, null, false, false);
        this.code = code;
        this.id = id;
        this.data = data;
    }

    /// An error with this JSON-RPC code; the message says what was wanted and what came.
    public static ProtocolError of(int code, String message) {
        return new ProtocolError(code, message, null, null);
    }

    static ProtocolError invalidRequest(String message) {
        return of(INVALID_REQUEST, message);
    }

    static ProtocolError invalidParams(String message) {
        return of(INVALID_PARAMS, message);
    }

    static ProtocolError tooMany(String message) {
        return of(ErrorCode.RESOURCE_EXHAUSTED.jsonRpcCode(), message);
    }

    /// This error as the answer to the request with this id.
    ProtocolError answering(@Nullable RequestId id) {
        return new ProtocolError(code, message(), id, data);
    }

    /// This error with machine-readable details.
    ProtocolError with(JsonNode data) {
        return new ProtocolError(code, message(), id, data);
    }

    /// The JSON-RPC code.
    public int code() {
        return code;
    }

    /// What was wanted and what came.
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /// The request this answers, or null when it could not be told.
    public @Nullable RequestId id() {
        return id;
    }

    /// Machine-readable details, or null.
    public @Nullable JsonNode data() {
        return data;
    }
}
