package io.ipfskit.mcp;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `tools/call`: checks the arguments and runs the tool.
final class ToolCall implements ToolContext {
    private final Session session;
    private final Message.Request request;
    private final Outlet outlet;
    private final @Nullable ProgressFeed progress;

    private ToolCall(
            Session session,
            Message.Request request,
            Outlet outlet,
            @Nullable ProgressFeed progress) {
        this.session = session;
        this.request = request;
        this.outlet = outlet;
        this.progress = progress;
    }

    static ObjectNode run(McpServer server, Session session, Message.Request request, Outlet outlet)
            throws ProtocolError, InterruptedException {
        McpServer.Entry entry = server.find(request.params().path("name"));
        ObjectNode arguments = arguments(request);
        List<Arguments.Fault> faults = entry.arguments().faults(arguments);
        if (!faults.isEmpty()) {
            return refuse(session.era(), entry.tool(), faults);
        }
        JsonNode token = request.meta().get("progressToken");
        if (token == null || token.isNull()) {
            ToolCall call = new ToolCall(session, request, outlet, null);
            return server.provider().call(entry.tool(), arguments, call).toJson();
        }
        ProgressFeed feed = new ProgressFeed(RequestId.of(token), outlet);
        ToolCall call = new ToolCall(session, request, outlet, feed);
        return TaskGroup.<ObjectNode, RuntimeException>open(
                "mcp call",
                group -> {
                    group.forkService("mcp progress", feed::pump);
                    try {
                        return server.provider().call(entry.tool(), arguments, call).toJson();
                    } finally {
                        feed.finish();
                    }
                });
    }

    private static ObjectNode arguments(Message.Request request) throws ProtocolError {
        JsonNode arguments = request.params().get("arguments");
        if (arguments == null) {
            return Wire.NODES.objectNode();
        }
        if (arguments instanceof ObjectNode object) {
            return object;
        }
        throw ProtocolError.invalidParams(
                "arguments must be an object, was " + Wire.describe(arguments));
    }

    /// Wrong arguments: a protocol error in 2025-06-18, a failed call since 2025-11-25.
    private static ObjectNode refuse(Era era, Tool tool, List<Arguments.Fault> faults)
            throws ProtocolError {
        String detail =
                "wrong arguments for tool "
                        + tool.name()
                        + ": "
                        + faults.stream()
                                .map(Arguments.Fault::toString)
                                .collect(Collectors.joining("; "));
        ObjectNode problem =
                Wire.NODES
                        .objectNode()
                        .put("title", "Invalid argument")
                        .put("status", 422)
                        .put("detail", detail)
                        .put("code", ErrorCode.INVALID_ARGUMENT.id())
                        .put("retryable", false);
        ArrayNode fields = problem.putArray("fields");
        for (Arguments.Fault fault : faults) {
            fields.addObject().put("field", fault.field()).put("message", fault.message());
        }
        if (era.compareTo(Era.V2025_11_25) < 0) {
            throw ProtocolError.invalidParams(detail).with(problem);
        }
        return ToolResult.failed(problem).toJson();
    }

    @Override
    public Principal principal() {
        return session.principal();
    }

    @Override
    public Implementation client() {
        return session.client();
    }

    @Override
    public Era era() {
        return session.era();
    }

    @Override
    public ObjectNode meta() {
        return request.meta();
    }

    @Override
    public void progress(double done, double total, @Nullable String message) {
        if (progress != null) {
            progress.report(done, total, message);
        }
    }

    @Override
    public void log(LogLevel level, String logger, JsonNode data) throws InterruptedException {
        if (level.compareTo(session.logLevel()) < 0) {
            return;
        }
        ObjectNode params =
                Wire.NODES
                        .objectNode()
                        .put("level", level.wireName())
                        .put("logger", logger)
                        .set("data", data);
        try {
            outlet.send(Wire.notification("notifications/message", params));
        } catch (IOException gone) {
            throw new ClientRequestFailed("the client went away");
        }
    }

    @Override
    public Optional<List<Root>> roots() throws InterruptedException {
        return session.offersRoots()
                ? Optional.of(session.clientRequests().roots(outlet))
                : Optional.empty();
    }
}
