package io.ipfskit.mcp;

import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The engine: a fixed set of tools, served to any number of sessions over any transport. Immutable
/// and free of services: a transport brings the tasks.
public final class McpServer {
    /// A tool with its compiled input schema.
    record Entry(Tool tool, Arguments arguments) {}

    private final ServerOptions options;
    private final ToolProvider provider;
    private final List<Tool> tools;
    private final Map<String, Entry> byName = new LinkedHashMap<>();

    /// Serves the tools of `provider`.
    ///
    /// @throws IllegalArgumentException when two tools have one name
    public McpServer(ServerOptions options, ToolProvider provider) {
        this.options = options;
        this.provider = provider;
        this.tools = List.copyOf(provider.list());
        for (Tool tool : tools) {
            if (byName.put(tool.name(), new Entry(tool, new Arguments(tool.inputSchema())))
                    != null) {
                throw new IllegalArgumentException("two tools are named " + tool.name());
            }
        }
    }

    /// The options.
    public ServerOptions options() {
        return options;
    }

    Session open(Principal principal) {
        return new Session(this, principal);
    }

    ToolProvider provider() {
        return provider;
    }

    Entry find(JsonNode name) throws ProtocolError {
        if (!name.isString()) {
            throw ProtocolError.invalidParams("name must be a string, was " + Wire.describe(name));
        }
        Entry entry = byName.get(name.stringValue());
        if (entry == null) {
            throw ProtocolError.invalidParams(
                    "there is no tool " + Wire.describe(name) + "; tools/list gives their names");
        }
        return entry;
    }

    /// One page of `tools/list`.
    ObjectNode page(@Nullable JsonNode cursor) throws ProtocolError {
        int from = cursor == null || cursor.isNull() ? 0 : position(cursor);
        int to = Math.min(tools.size(), from + options.pageSize());
        ObjectNode result = Wire.NODES.objectNode();
        ArrayNode page = result.putArray("tools");
        tools.subList(from, to).forEach(tool -> page.add(tool.toJson()));
        if (to < tools.size()) {
            result.put("nextCursor", cursor(to));
        }
        return result;
    }

    private static String cursor(int position) {
        byte[] bytes = ("tools:" + position).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private int position(JsonNode cursor) throws ProtocolError {
        for (int at = options.pageSize(); at < tools.size(); at += options.pageSize()) {
            if (cursor.isString() && cursor.stringValue().equals(cursor(at))) {
                return at;
            }
        }
        throw ProtocolError.invalidParams(
                "cursor must be one that tools/list gave, was " + Wire.describe(cursor));
    }
}
