package io.ipfskit.server.rest;

import io.ipfskit.anyio.Rng;
import io.ipfskit.kit.Invocation;
import io.ipfskit.kit.ItemSink;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.local.LocalFiles;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Principal;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;
import io.ipfskit.server.http.Timeouts;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Answers requests below the prefix of the REST door, each by one operation.
public final class RestDoor {
    /// Where the door stands.
    public static final String PREFIX = "/api/v1";

    private static final String NAME = "rest";

    /// Under which the logging context has the id of the run.
    private static final String LOG_KEY = "operation_id";

    private static final Pattern OPERATION_ID =
            Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern MINIMAL =
            Pattern.compile("(?i)(?:^|[,;])\\s*return\\s*=\\s*\"?minimal\"?\\s*(?:$|[,;])");

    private final RouteTable routes;
    private final Operations operations;
    private final Json json;
    private final InputReader inputs;
    private final Duration timeout;

    /// @param timeout for operations that return one record, where neither caller nor declaration
    ///   names one
    /// @param localFiles takes paths over
    public RestDoor(
            RouteTable routes,
            Operations operations,
            Json json,
            Duration timeout,
            LocalFiles localFiles) {
        this.routes = routes;
        this.operations = operations;
        this.json = json;
        this.inputs = new InputReader(json, localFiles);
        this.timeout = timeout;
    }

    /// Answers one request whose path begins with the prefix.
    public void serve(HttpExchange exchange, Principal principal)
            throws IOException, InterruptedException {
        String path = exchange.rawPath().substring(PREFIX.length());
        switch (routes.find(exchange.method(), path)) {
            case RouteTable.Match.Found(Bound<?, ?> bound, Map<String, String> parameters) ->
                    call(bound, parameters, exchange, principal);
            case RouteTable.Match.WrongMethod(List<String> allowed) -> {
                String allow = String.join(", ", allowed);
                if (exchange.method().equals("OPTIONS")) {
                    exchange.status(204).set("Allow", allow).finish();
                } else {
                    throw new HttpProblem(
                            405,
                            Failure.of(
                                    ErrorCode.INVALID_ARGUMENT,
                                    exchange.rawPath()
                                            + " has no method "
                                            + exchange.method()
                                            + ", but "
                                            + allow),
                            Map.of("Allow", allow));
                }
            }
            case RouteTable.Match.NotFound(var nearest) ->
                    throw new HttpProblem(
                            404,
                            ErrorCode.NOT_FOUND,
                            "there is no operation at "
                                    + exchange.rawPath()
                                    + (nearest == null
                                            ? "; /openapi.json lists all"
                                            : "; the nearest is "
                                                    + nearest.replaceFirst(" ", " " + PREFIX)));
        }
    }

    /// The template of a request's path; one word for all that have none.
    public String route(HttpExchange exchange) {
        String path = exchange.rawPath().substring(PREFIX.length());
        return routes.find(exchange.method(), path) instanceof RouteTable.Match.Found(var bound, _)
                ? PREFIX + bound.operation().path()
                : PREFIX + "/{unknown}";
    }

    private <I, O> void call(
            Bound<I, O> bound,
            Map<String, String> parameters,
            HttpExchange exchange,
            Principal principal)
            throws IOException, InterruptedException {
        String id = operationId(exchange);
        try (var _ = MDC.putCloseable(LOG_KEY, id)) {
            call(bound, id, parameters, exchange, principal);
        }
    }

    private <I, O> void call(
            Bound<I, O> bound,
            String id,
            Map<String, String> parameters,
            HttpExchange exchange,
            Principal principal)
            throws IOException, InterruptedException {
        Operation<I, O> operation = bound.operation();
        exchange.set("X-Operation-Id", id);
        exchange.set("X-Content-Type-Options", "nosniff");
        I input;
        Invocation invocation;
        try {
            requireAccess(operation, principal);
            input = inputs.read(operation, parameters, exchange);
            invocation =
                    inputs.withBody(
                            operation,
                            exchange,
                            Invocation.of(principal, NAME)
                                    .withOperationId(id)
                                    .withTimeout(timeoutOf(operation, exchange)));
        } catch (OperationFailed failed) {
            throw new OperationFailed(failed.failure().in(operation.id(), id), failed.getCause());
        } catch (HttpProblem problem) {
            throw problem.in(operation.id(), id);
        }
        if (operation.bodyOut() == BodyOut.BYTES) {
            new BytesAnswer(operations, json, exchange).call(asBytes(bound), input, invocation);
            return;
        }
        String accept = String.valueOf(exchange.header("Accept")).toLowerCase(Locale.ROOT);
        if (accept.contains("text/event-stream")) {
            new EventStreamAnswer(operations, json, exchange).call(bound, input, invocation);
        } else if (operation.bodyOut() == BodyOut.VALUE || wantsNoRows(exchange)) {
            O output =
                    operations.invoke(
                            bound,
                            input,
                            operation.bodyOut() == BodyOut.VALUE
                                    ? invocation
                                    : invocation.withItems(ItemSink.DISCARD),
                            result -> result);
            setDuration(exchange);
            exchange.set("Cache-Control", "no-store");
            exchange.respond(200, "application/json", json.writeBytes(output));
        } else if (accept.contains("ndjson") || accept.contains("application/jsonl")) {
            new LinesAnswer(operations, json, exchange).call(bound, input, invocation);
        } else {
            new ObjectAnswer(operations, json, exchange).call(bound, input, invocation);
        }
    }

    /// Whether the client asks for the result alone, without the rows before it ([RFC
    /// 7240](https://www.rfc-editor.org/rfc/rfc7240#section-4.2)).
    private static boolean wantsNoRows(HttpExchange exchange) {
        String prefer = exchange.header("Prefer");
        boolean minimal = prefer != null && MINIMAL.matcher(prefer).find();
        if (minimal) {
            exchange.set("Preference-Applied", "return=minimal");
        }
        return minimal;
    }

    /// Before the body is read: who may not call shall not send.
    private static void requireAccess(Operation<?, ?> operation, Principal principal) {
        if (!principal.access().includes(operation.access())) {
            throw new OperationFailed(
                    ErrorCode.PERMISSION_DENIED,
                    operation
                            + " needs access "
                            + operation.access().name().toLowerCase(Locale.ROOT)
                            + ", "
                            + principal.name()
                            + " has "
                            + principal.access().name().toLowerCase(Locale.ROOT));
        }
    }

    private @Nullable Duration timeoutOf(Operation<?, ?> operation, HttpExchange exchange) {
        Duration given = Timeouts.of(exchange);
        boolean isPlain = operation.bodyIn() == BodyIn.NONE && operation.bodyOut() == BodyOut.VALUE;
        return given == null && operation.timeout() == null && isPlain ? timeout : given;
    }

    /// The declaration was checked when it was built: an operation that gives bytes has a
    /// [ByteStream] as output.
    @SuppressWarnings("unchecked")
    private static <I> Bound<I, ByteStream> asBytes(Bound<I, ?> bound) {
        return (Bound<I, ByteStream>) bound;
    }

    static void setDuration(HttpExchange exchange) {
        exchange.set("X-Duration-Ms", Long.toString(exchange.age().toMillis()));
    }

    /// The id the client gave the run, or a new one. A client names it to know it before the
    /// answer, and so that a request which its HTTP library sends twice is not done twice.
    private static String operationId(HttpExchange exchange) {
        String wanted = exchange.header("X-Operation-Id");
        if (wanted == null) {
            return Rng.uuid().toString();
        }
        if (!OPERATION_ID.matcher(wanted).matches()) {
            throw OperationFailed.invalidField(
                    "X-Operation-Id", "must be a new UUID in lower case, like those of responses");
        }
        return wanted;
    }
}
