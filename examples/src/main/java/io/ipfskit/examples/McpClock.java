package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Clock;
import io.ipfskit.mcp.Implementation;
import io.ipfskit.mcp.McpServer;
import io.ipfskit.mcp.ServerOptions;
import io.ipfskit.mcp.StdioTransport;
import io.ipfskit.mcp.Tool;
import io.ipfskit.mcp.ToolContext;
import io.ipfskit.mcp.ToolProvider;
import io.ipfskit.mcp.ToolResult;
import io.ipfskit.operation.Principal;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/// `mcp` alone: an MCP server over stdio with one tool that tells the time.
public final class McpClock implements ToolProvider {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Serves until standard input ends.
    public static void main(String[] arguments) throws Exception {
        Implementation self = new Implementation("clock", "Clock", "1", "Tells the time");
        McpServer server =
                new McpServer(ServerOptions.of(self, "Ask for the time."), new McpClock());
        AnyIO.run(
                ChosenBackend.of(arguments).backend(),
                run -> {
                    new StdioTransport(server, StdioTransport.DRAIN)
                            .serve(System.in, System.out, Principal.LOCAL);
                    return true;
                });
    }

    @Override
    public List<Tool> list() {
        ObjectNode input = JSON.objectNode().put("type", "object");
        Tool.Annotations hints = new Tool.Annotations(true, false, true, false);
        return List.of(new Tool("now", "Now", "The wall-clock time", input, null, hints));
    }

    @Override
    public ToolResult call(Tool tool, ObjectNode arguments, ToolContext context) {
        return ToolResult.of(JSON.objectNode().put("time", Clock.now().toString()));
    }
}
