package io.ipfskit.mcp;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One client's connection: what was negotiated, which requests run, which answers of the client
/// are awaited.
///
/// A transport calls [#admit] for every message in order of arrival, and [#answer] for each request
/// that it admitted, in a task of its own. All methods may be called from different tasks at a
/// time.
final class Session {
    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private static final Set<String> METHODS =
            Set.of("initialize", "ping", "tools/list", "tools/call", "logging/setLevel");

    private final McpServer server;
    private final Principal principal;
    private final ClientRequests clientRequests = new ClientRequests();
    private final Map<RequestId, InFlight> running = new LinkedHashMap<>();

    private @Nullable Era era;
    private Implementation client = new Implementation("", "", "", "");
    private boolean ready;
    private boolean offersRoots;
    private volatile LogLevel logLevel = LogLevel.INFO;

    Session(McpServer server, Principal principal) {
        this.server = server;
        this.principal = principal;
    }

    Principal principal() {
        return principal;
    }

    ClientRequests clientRequests() {
        return clientRequests;
    }

    LogLevel logLevel() {
        return logLevel;
    }

    synchronized Implementation client() {
        return client;
    }

    /// The negotiated version; before that, the newest.
    synchronized Era era() {
        return era == null ? Era.newest() : era;
    }

    synchronized boolean isInitialized() {
        return era != null;
    }

    /// Whether the client may be asked for its roots now.
    synchronized boolean offersRoots() {
        return offersRoots && ready;
    }

    synchronized int runningCount() {
        return running.size();
    }

    /// Takes a message: notifications and answers are dealt with at once, a request is registered
    /// and returned for [#answer].
    ///
    /// @throws ProtocolError when a request cannot be admitted
    @Nullable InFlight admit(Message message) throws ProtocolError {
        return switch (message) {
            case Message.Request request -> register(request);
            case Message.Notification notification -> {
                notice(notification);
                yield null;
            }
            case Message.Answer answer -> {
                clientRequests.answered(answer);
                yield null;
            }
        };
    }

    private synchronized InFlight register(Message.Request request) throws ProtocolError {
        if (running.containsKey(request.id())) {
            // Without an id: the answer with this one belongs to the request that runs.
            throw ProtocolError.invalidRequest(
                    "a request with id " + request.id().toJson() + " is running already");
        }
        if (running.size() >= server.options().callsMax()) {
            throw ProtocolError.tooMany(
                            "this session has "
                                    + running.size()
                                    + " requests running, which is the limit; wait for one to end")
                    .answering(request.id());
        }
        InFlight call = new InFlight(request);
        running.put(request.id(), call);
        return call;
    }

    private void notice(Message.Notification notification) {
        switch (notification.method()) {
            case "notifications/initialized" -> {
                synchronized (this) {
                    ready = era != null;
                }
            }
            case "notifications/cancelled" -> cancelled(notification.params());
            case "notifications/roots/list_changed" -> clientRequests.forgetRoots();
            default -> {
                // "Receivers of notifications they do not know ignore them" (JSON-RPC 2.0, 4.1).
            }
        }
    }

    private void cancelled(ObjectNode params) {
        RequestId id;
        try {
            id = RequestId.of(params.path("requestId"));
        } catch (ProtocolError malformed) {
            return; // "Invalid cancellation notifications SHOULD be ignored"
        }
        InFlight call;
        synchronized (this) {
            call = running.get(id);
        }
        // "The initialize request MUST NOT be cancelled by clients"
        if (call != null && !call.request.method().equals("initialize")) {
            String reason = params.path("reason").asString("");
            call.cancel(
                    reason.isBlank()
                            ? "cancelled by the client"
                            : "cancelled by the client: "
                                    + reason.substring(0, Math.min(200, reason.length())));
        }
    }

    /// Cancels all that runs; the session is over.
    void end(String reason) {
        List<InFlight> calls;
        synchronized (this) {
            calls = List.copyOf(running.values());
        }
        calls.forEach(call -> call.cancel(reason));
    }

    /// Does the work of an admitted request. Returns the message to answer with, or null when the
    /// client cancelled the request.
    @Nullable ObjectNode answer(InFlight call, Outlet outlet) throws InterruptedException {
        RequestId id = call.request.id();
        ObjectNode[] result = new ObjectNode[1];
        try {
            CancelScope.run(scope -> {
                call.enter(scope);
                result[0] = attempt(call.request, outlet);
                return null;
            });
        } finally {
            synchronized (this) {
                running.remove(id);
            }
        }
        return call.decide() ? result[0] : null;
    }

    private ObjectNode attempt(Message.Request request, Outlet outlet) throws InterruptedException {
        try {
            return Wire.result(request.id(), dispatch(request, outlet));
        } catch (ProtocolError error) {
            return Wire.error(error.answering(request.id()));
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.ERROR, "mcp: " + request.method() + " failed", defect);
            return Wire.error(
                    ProtocolError.of(
                                    ProtocolError.INTERNAL_ERROR,
                                    "a defect of the server made "
                                            + request.method()
                                            + " fail; its log has the details")
                            .answering(request.id()));
        }
    }

    private ObjectNode dispatch(Message.Request request, Outlet outlet)
            throws ProtocolError, InterruptedException {
        if (!METHODS.contains(request.method())) {
            throw ProtocolError.of(
                    ProtocolError.METHOD_NOT_FOUND,
                    "there is no method " + Wire.describe(Wire.NODES.stringNode(request.method())));
        }
        switch (request.method()) {
            case "initialize" -> {
                return initialize(request.params());
            }
            case "ping" -> {
                return Wire.NODES.objectNode();
            }
            default -> {
                if (!isInitialized()) {
                    throw ProtocolError.invalidRequest(
                            "the session is not initialized; send initialize first");
                }
            }
        }
        return switch (request.method()) {
            case "tools/list" -> server.page(request.params().get("cursor"));
            case "tools/call" -> ToolCall.run(server, this, request, outlet);
            default -> setLogLevel(request.params());
        };
    }

    private synchronized ObjectNode initialize(ObjectNode params) throws ProtocolError {
        if (era != null) {
            throw ProtocolError.invalidRequest("the session is initialized already");
        }
        JsonNode wanted = params.path("protocolVersion");
        if (!wanted.isString()) {
            throw ProtocolError.invalidParams(
                    "protocolVersion must be a string, was " + Wire.describe(wanted));
        }
        // "Otherwise, the server MUST respond with another protocol version it supports. This
        // SHOULD
        // be the latest version supported by the server."
        Era spoken = Era.named(wanted.stringValue()).orElse(Era.newest());
        era = spoken;
        client = Implementation.of(params.path("clientInfo"));
        offersRoots = params.path("capabilities").path("roots").isObject();
        ObjectNode result = Wire.NODES.objectNode().put("protocolVersion", spoken.version());
        ObjectNode capabilities = result.putObject("capabilities");
        capabilities.putObject("logging");
        capabilities.putObject("tools").put("listChanged", false);
        result.set("serverInfo", server.options().implementation().toJson(spoken));
        if (!server.options().instructions().isEmpty()) {
            result.put("instructions", server.options().instructions());
        }
        return result;
    }

    private ObjectNode setLogLevel(ObjectNode params) throws ProtocolError {
        JsonNode level = params.path("level");
        logLevel =
                LogLevel.named(level.asString(""))
                        .orElseThrow(() ->
                                ProtocolError.invalidParams(
                                        "level must be one of debug, info, notice, warning,"
                                                + " error, critical, alert, emergency, was "
                                                + Wire.describe(level)));
        return Wire.NODES.objectNode();
    }
}
