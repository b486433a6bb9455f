package io.ipfskit.mcp;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.operation.ErrorCode;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/// The streamable HTTP transport: one endpoint, sessions by `Mcp-Session-Id`.
///
/// POST carries one message; a request is answered by JSON or, when it has something to tell before
/// its answer, by an event stream. DELETE ends the session and cancels what runs in it. GET is
/// refused with 405, as the protocol allows: this server has nothing to say outside of requests. A
/// client that closes the connection cancels its request.
public final class StreamableHttp {
    /// The header that names the session.
    public static final String SESSION_HEADER = "Mcp-Session-Id";

    /// The header that names the protocol version.
    public static final String VERSION_HEADER = "MCP-Protocol-Version";

    private static final byte[] NOTHING = {};

    private final McpServer server;
    private final HttpOptions options;
    private final HttpSessions sessions;

    /// Serves `server` within the bounds of `options`.
    public StreamableHttp(McpServer server, HttpOptions options) {
        this.server = server;
        this.options = options;
        this.sessions = new HttpSessions(options);
    }

    /// How many sessions there are.
    public int sessionCount() {
        return sessions.count();
    }

    /// Serves one request, in the calling task.
    ///
    /// @throws IOException when the client is gone
    /// @throws InterruptedException when the calling scope is cancelled
    public void handle(McpExchange exchange) throws IOException, InterruptedException {
        try {
            switch (exchange.method()) {
                case "POST" -> post(exchange);
                case "DELETE" -> delete(exchange);
                default -> exchange.respond(405, Map.of("Allow", "POST, DELETE"), NOTHING);
            }
        } catch (Refusal refusal) {
            refuse(exchange, refusal.status, refusal.error);
        }
    }

    private void delete(McpExchange exchange) throws IOException, InterruptedException, Refusal {
        Session session = session(exchange);
        sessions.remove(String.valueOf(exchange.header(SESSION_HEADER)));
        session.end("the client ended its session");
        exchange.respond(204, Map.of(), NOTHING);
    }

    private void post(McpExchange exchange) throws IOException, InterruptedException, Refusal {
        requireTypes(exchange);
        Message message = message(exchange);
        if (message instanceof Message.Request request && request.method().equals("initialize")) {
            initialize(exchange, request);
            return;
        }
        Session session = session(exchange);
        InFlight call;
        try {
            call = session.admit(message);
        } catch (ProtocolError error) {
            throw new Refusal(statusOf(error), error);
        }
        if (call == null) {
            exchange.respond(202, Map.of(), NOTHING);
        } else {
            answer(exchange, session, call);
        }
    }

    private void answer(McpExchange exchange, Session session, InFlight call)
            throws IOException, InterruptedException {
        HttpOutlet outlet = new HttpOutlet(exchange, Map.of());
        TaskGroup.<@Nullable Void, IOException>open(
                "mcp " + call.request.method(),
                group -> {
                    group.forkService("mcp keep-alive", () -> keepAlive(outlet, call));
                    outlet.finish(session.answer(call, outlet), 200);
                    return null;
                });
    }

    private @Nullable Void keepAlive(HttpOutlet outlet, InFlight call) throws InterruptedException {
        try {
            outlet.keepAlive(options.quiet());
        } catch (IOException gone) {
            call.cancel("the client is gone: " + gone.getMessage());
        }
        return null;
    }

    private void initialize(McpExchange exchange, Message.Request request)
            throws IOException, InterruptedException, Refusal {
        if (exchange.header(SESSION_HEADER) != null) {
            throw new Refusal(
                    400,
                    ProtocolError.invalidRequest("initialize opens a session, it must not name one")
                            .answering(request.id()));
        }
        Session session = server.open(exchange.principal());
        ObjectNode answer;
        String id = "";
        try {
            InFlight call = session.admit(request);
            answer = call == null ? null : session.answer(call, message -> {});
            if (answer == null) {
                throw ProtocolError.invalidRequest("initialize was cancelled");
            }
            if (session.isInitialized()) {
                id = sessions.add(session);
            }
        } catch (ProtocolError error) {
            throw new Refusal(statusOf(error), error.answering(request.id()));
        }
        Map<String, String> headers = id.isEmpty() ? Map.of() : Map.of(SESSION_HEADER, id);
        new HttpOutlet(exchange, headers).finish(answer, id.isEmpty() ? 400 : 200);
    }

    private Session session(McpExchange exchange) throws Refusal {
        String id = exchange.header(SESSION_HEADER);
        if (id == null) {
            throw new Refusal(
                    400,
                    ProtocolError.invalidRequest(
                            "the header " + SESSION_HEADER + " is missing; send initialize first"));
        }
        String version = exchange.header(VERSION_HEADER);
        if (version != null && Era.named(version).isEmpty()) {
            throw new Refusal(
                    400,
                    ProtocolError.invalidRequest(
                            VERSION_HEADER
                                    + " must be one of "
                                    + Arrays.stream(Era.values()).map(Era::version).toList()
                                    + ", was "
                                    + Wire.describe(Wire.NODES.stringNode(version))));
        }
        Session session = sessions.find(id, exchange.principal());
        if (session == null) {
            throw new Refusal(
                    404,
                    ProtocolError.invalidRequest(
                            "there is no such session (any more); send initialize"));
        }
        return session;
    }

    private static void requireTypes(McpExchange exchange) throws Refusal {
        String type = lower(exchange.header("Content-Type"));
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new Refusal(
                    415, ProtocolError.invalidRequest("Content-Type must be application/json"));
        }
        String accept = lower(exchange.header("Accept"));
        boolean any = accept.contains("*/*");
        if (!any
                && !(accept.contains("application/json") && accept.contains("text/event-stream"))) {
            throw new Refusal(
                    406,
                    ProtocolError.invalidRequest(
                            "Accept must name application/json and text/event-stream"));
        }
    }

    private static String lower(@Nullable String header) {
        return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    }

    private static Message message(McpExchange exchange)
            throws IOException, InterruptedException, Refusal {
        ByteBuffer body = ByteBuffer.allocate(16 << 10);
        while (exchange.read(body) >= 0) {
            if (body.position() > Wire.MAX_MESSAGE) {
                throw new Refusal(413, ProtocolError.invalidRequest(Wire.TOO_LARGE));
            }
            if (!body.hasRemaining()) {
                int larger = Math.min(2 * body.capacity(), Wire.MAX_MESSAGE + 1);
                body = ByteBuffer.allocate(larger).put(body.flip());
            }
        }
        try {
            return Wire.read(body.array(), 0, body.position());
        } catch (ProtocolError error) {
            throw new Refusal(400, error);
        }
    }

    private static int statusOf(ProtocolError error) {
        ErrorCode exhausted = ErrorCode.RESOURCE_EXHAUSTED;
        return error.code() == exhausted.jsonRpcCode() ? exhausted.httpStatus() : 400;
    }

    private static void refuse(McpExchange exchange, int status, ProtocolError error)
            throws IOException, InterruptedException {
        exchange.respond(
                status, Map.of("Content-Type", "application/json"), Wire.write(Wire.error(error)));
    }

    /// A request that gets an HTTP status of its own.
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        final int status;
        final transient ProtocolError error;

        Refusal(int status, ProtocolError error) {
            super(error.message(), null, false, false);
            this.status = status;
            this.error = error;
        }
    }
}
