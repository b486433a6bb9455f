package io.ipfskit.server.http;

import io.ipfskit.kit.json.Problem;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// Problem details of [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) made from failures.
public final class Problems {
    /// The media type.
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final System.Logger LOG = System.getLogger(Problems.class.getName());

    private Problems() {}

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
        int status =
                thrown instanceof HttpProblem problem ? problem.status() : Problem.status(failure);
        Map<String, String> headers =
                thrown instanceof HttpProblem problem ? problem.headers() : Map.of();
        headers.forEach(exchange::set);
        Duration retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            exchange.set("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (failure.operationId() != null) {
            exchange.set("X-Operation-Id", failure.operationId());
        }
        exchange.set("Cache-Control", "no-store");
        exchange.set("X-Content-Type-Options", "nosniff");
        exchange.respond(status, MEDIA_TYPE, Problem.of(failure, status).toString());
        exchange.linger();
    }
}
