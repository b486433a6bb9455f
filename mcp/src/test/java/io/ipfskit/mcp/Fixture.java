package io.ipfskit.mcp;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Tools that do what a test needs, on a server of their own.
final class Fixture implements ToolProvider {
    static final JsonMapper JSON = new JsonMapper();

    /// A body that runs in a run of the default backend.
    interface Scenario {
        void play() throws Exception;
    }

    /// `wait` was called.
    final Event waiting = new Event();

    /// `wait` ended, by cancellation.
    final Event stopped = new Event();

    /// How many calls of `wait` have begun.
    final AtomicInteger begun = new AtomicInteger();

    final List<Optional<List<ToolContext.Root>>> seenRoots = new ArrayList<>();

    static void play(Scenario scenario) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                Backends.named("threads"),
                run -> {
                    scenario.play();
                    return null;
                });
    }

    McpServer server() {
        return server(ServerOptions.PAGE_SIZE);
    }

    McpServer server(int pageSize) {
        return new McpServer(
                new ServerOptions(
                        new Implementation("fixture", "Fixture", "1.0", "Tools for tests."),
                        "Call echo.",
                        ServerOptions.CALLS_MAX,
                        pageSize),
                this);
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    static String initialize(String version) {
        return """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s",\
        "capabilities":{"roots":{"listChanged":true}},\
        "clientInfo":{"name":"test","version":"1"}}}\
        """
                .formatted(version);
    }

    static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    static String call(int id, String tool, String arguments) {
        return """
        {"jsonrpc":"2.0","id":%d,"method":"tools/call",\
        "params":{"name":"%s","arguments":%s,"_meta":{"progressToken":"t%d"}}}\
        """
                .formatted(id, tool, arguments, id);
    }

    @Override
    public List<Tool> list() {
        ObjectNode text =
                (ObjectNode)
                        json(
                                """
                                {"type":"object","properties":{"text":{"type":"string"}},
                                 "required":["text"],"additionalProperties":false}\
                                """);
        ObjectNode nothing =
                (ObjectNode)
                        json(
                                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
        return List.of(
                new Tool(
                        "echo",
                        "Echo",
                        "Gives the text back.",
                        text,
                        text,
                        new Tool.Annotations(true, false, true, false)),
                tool("wait", nothing),
                tool("count", nothing),
                tool("roots", nothing),
                tool("fail", nothing),
                tool("defect", nothing));
    }

    private static Tool tool(String name, ObjectNode schema) {
        return new Tool(
                name,
                "",
                "For tests.",
                schema,
                null,
                new Tool.Annotations(false, true, false, true));
    }

    @Override
    public ToolResult call(Tool tool, ObjectNode arguments, ToolContext context)
            throws InterruptedException {
        return switch (tool.name()) {
            case "echo" -> ToolResult.of(arguments);
            case "wait" -> {
                begun.incrementAndGet();
                waiting.set();
                try {
                    Time.sleepForever();
                } finally {
                    stopped.set();
                }
                yield text("never");
            }
            case "count" -> {
                for (int step = 1; step <= 1000; step++) {
                    context.progress(step, 1000, "step " + step);
                }
                yield text("counted");
            }
            case "roots" -> {
                seenRoots.add(context.roots());
                yield text("seen");
            }
            case "fail" ->
                    ToolResult.failed(
                            JSON.createObjectNode().put("code", "not_found").put("status", 404));
            default -> throw new IllegalStateException("a secret of the house");
        };
    }

    private static ToolResult text(String text) {
        return new ToolResult(
                null, List.of(new ContentBlock.Text(text)), false, JSON.createObjectNode());
    }
}
