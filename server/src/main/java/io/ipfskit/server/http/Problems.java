package io.ipfskit.server.http;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// Problem details of [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) made from failures.
public final class Problems {
    /// The media type.
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final System.Logger LOG = System.getLogger(Problems.class.getName());

    private Problems() {}

    /// The status of a failure: its code's, or 422 when single fields are wrong.
    public static int status(Failure failure) {
        return failure.code() == ErrorCode.INVALID_ARGUMENT && !failure.fields().isEmpty()
                ? 422
                : failure.code().httpStatus();
    }

    /// The document of a failure.
    public static ObjectNode document(int status, Failure failure) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "urn:ipfs-kit:problem:" + failure.code().id());
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
            problem.put("retryAfter", retryAfter.toMillis() / 1000.0);
        }
        if (!failure.fields().isEmpty()) {
            ArrayNode fields = problem.putArray("fields");
            for (FieldError error : failure.fields()) {
                fields.addObject().put("field", error.field()).put("message", error.message());
            }
        }
        return problem;
    }

    private static String title(ErrorCode code) {
        String words = code.id().replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /// The failure that stands for an exception: its own if it carries one, else `internal` with a
    /// number under which the log has the stack.
    public static Failure failureOf(Throwable thrown, Object of) {
        return switch (thrown) {
            case OperationFailed failed -> failed.failure();
            case HttpProblem problem -> problem.failure();
            default -> {
                String incident = UUID.randomUUID().toString();
                LOG.log(System.Logger.Level.ERROR, of + " failed, incident " + incident, thrown);
                yield Failure.of(
                        ErrorCode.INTERNAL,
                        "a defect of this server ended the request; its log has the cause under"
                                + " incident "
                                + incident);
            }
        };
    }

    /// Answers with the problem that `thrown` stands for.
    public static void respond(HttpExchange exchange, Throwable thrown)
            throws IOException, InterruptedException {
        Failure failure = failureOf(thrown, exchange);
        int status = thrown instanceof HttpProblem problem ? problem.status() : status(failure);
        Map<String, String> headers =
                thrown instanceof HttpProblem problem ? problem.headers() : Map.of();
        headers.forEach(exchange::set);
        Duration retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            exchange.set("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        exchange.set("Cache-Control", "no-store");
        exchange.set("X-Content-Type-Options", "nosniff");
        exchange.respond(status, MEDIA_TYPE, document(status, failure).toString());
        exchange.linger();
    }
}
