package io.ipfskit.kit.remote;

import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Turns problem documents (RFC 9457) back into the failures they were made from.
final class RemoteFailures {
    private RemoteFailures() {}

    /// The failure behind an answer with this status; `problem` is its body, or empty.
    static Failure of(int status, byte[] problem, URI server) {
        Failure failure = null;
        if (problem.length > 0) {
            try {
                failure = ofProblem(Json.standard().parse(problem));
            } catch (OperationFailed notJson) {
                failure = null;
            }
        }
        return failure != null
                ? failure
                : Failure.of(
                        codeOf(status),
                        server
                                + " answered with status "
                                + status
                                + " and no problem document; is it an ipfs-kit API?");
    }

    /// The failure in a problem document, or null when it is none of ours.
    static @Nullable Failure ofProblem(JsonNode problem) {
        ErrorCode code = null;
        for (ErrorCode candidate : ErrorCode.values()) {
            if (candidate.id().equals(problem.path("code").asString(""))) {
                code = candidate;
            }
        }
        if (code == null) {
            return null;
        }
        List<FieldError> fields = new ArrayList<>();
        for (JsonNode field : problem.path("fields")) {
            fields.add(new FieldError(text(field, "field"), text(field, "message")));
        }
        JsonNode retryAfter = problem.path("retryAfter");
        return new Failure(
                code,
                problem.path("detail").asString(code.id()),
                problem.hasNonNull("operation") ? text(problem, "operation") : null,
                problem.hasNonNull("operationId") ? text(problem, "operationId") : null,
                problem.path("retryable").asBoolean(false),
                retryAfter.isNumber()
                        ? Duration.ofMillis((long) (retryAfter.doubleValue() * 1000))
                        : null,
                fields);
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    private static ErrorCode codeOf(int status) {
        return switch (status) {
            case 400, 405, 406, 415, 422 -> ErrorCode.INVALID_ARGUMENT;
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403, 421 -> ErrorCode.PERMISSION_DENIED;
            case 404, 410 -> ErrorCode.NOT_FOUND;
            case 409, 412 -> ErrorCode.CONFLICT;
            case 413, 429 -> ErrorCode.RESOURCE_EXHAUSTED;
            case 499 -> ErrorCode.CANCELLED;
            case 501 -> ErrorCode.UNSUPPORTED;
            case 502, 503 -> ErrorCode.UNAVAILABLE;
            case 504 -> ErrorCode.TIMEOUT;
            default -> ErrorCode.INTERNAL;
        };
    }
}
