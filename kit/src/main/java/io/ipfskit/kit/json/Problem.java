package io.ipfskit.kit.json;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.FieldError;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A [Failure] as the problem object of RFC 9457, equal at every door: `type`, `title`, `status`,
/// `detail`, `code`, `operation`, `operationId`, `retryable`, `retryAfter` (seconds), `fields`.
public final class Problem {
    /// Begins the `type` of every problem; the code follows.
    public static final String TYPE_PREFIX = "urn:ipfs-kit:error:";

    private Problem() {}

    /// The HTTP status of `failure`: that of its code, 422 when fields are wrong.
    public static int status(Failure failure) {
        return failure.code() == ErrorCode.INVALID_ARGUMENT && !failure.fields().isEmpty()
                ? 422
                : failure.code().httpStatus();
    }

    /// The problem object, with `status` as the door answers it.
    public static ObjectNode of(Failure failure, int status) {
        ObjectNode problem = Json.standard().mapper().createObjectNode();
        problem.put("type", TYPE_PREFIX + failure.code().id());
        problem.put("title", title(failure.code()));
        problem.put("status", status);
        problem.put("detail", failure.message());
        problem.put("code", failure.code().id());
        if (failure.operation() != null) {
            problem.put("operation", failure.operation());
        }
        if (failure.operationId() != null) {
            problem.put("operationId", failure.operationId());
        }
        problem.put("retryable", failure.retryable());
        Duration retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            problem.put("retryAfter", Math.max(1, retryAfter.toSeconds()));
        }
        if (!failure.fields().isEmpty()) {
            ArrayNode fields = problem.putArray("fields");
            for (FieldError error : failure.fields()) {
                fields.addObject().put("field", error.field()).put("message", error.message());
            }
        }
        return problem;
    }

    /// The problem object with its usual status.
    public static ObjectNode of(Failure failure) {
        return of(failure, status(failure));
    }

    /// Reads a problem object that another node wrote; null when it is none.
    public static @Nullable Failure read(JsonNode json) {
        ErrorCode code = codeOf(json.path("code").asString(""));
        if (code == null) {
            return null;
        }
        List<FieldError> fields = new ArrayList<>();
        for (JsonNode field : json.path("fields")) {
            fields.add(
                    new FieldError(
                            field.path("field").asString(""), field.path("message").asString("")));
        }
        JsonNode retryAfter = json.path("retryAfter");
        return new Failure(
                code,
                json.path("detail").asString(code.id()),
                textOf(json, "operation"),
                textOf(json, "operationId"),
                json.path("retryable").asBoolean(code.retryable()),
                retryAfter.isIntegralNumber() ? Duration.ofSeconds(retryAfter.asLong()) : null,
                fields);
    }

    private static @Nullable String textOf(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null || !value.isString() ? null : value.stringValue();
    }

    private static @Nullable ErrorCode codeOf(String id) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.id().equals(id)) {
                return code;
            }
        }
        return null;
    }

    private static String title(ErrorCode code) {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
