package io.ipfskit.server.mcp;

import io.ipfskit.kit.json.Json;
import io.ipfskit.mcp.ContentBlock;
import io.ipfskit.mcp.ToolResult;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Operation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Bytes that are too many for a result: a link to where the REST door gives them.
final class ContentLink {
    private ContentLink() {}

    static ObjectNode schema() {
        ObjectNode schema = Json.standard().mapper().createObjectNode().put("type", "object");
        ObjectNode fields = schema.putObject("properties");
        fields.putObject("url").put("type", "string").put("description", "where to GET the bytes");
        fields.putObject("media_type")
                .put("type", "string")
                .put("description", "media type of the bytes, if known");
        fields.putObject("size")
                .put("type", "integer")
                .put("description", "how many bytes, if known");
        schema.putArray("required").add("url");
        return schema;
    }

    /// The link below `base` to what `stream` would give.
    static ToolResult of(
            String base, Operation<?, ?> operation, ObjectNode arguments, ByteStream stream) {
        String url = base + "/api/v1" + path(operation, arguments);
        String type = Objects.requireNonNullElse(stream.mediaType(), "application/octet-stream");
        ObjectNode result = Json.standard().mapper().createObjectNode().put("url", url);
        result.put("media_type", type);
        OptionalLong size = OptionalLong.empty();
        if (stream.length() >= 0) {
            result.put("size", stream.length());
            size = OptionalLong.of(stream.length());
        }
        String name = Objects.requireNonNullElse(stream.fileName(), "content");
        return ToolResult.of(
                result,
                List.of(
                        new ContentBlock.ResourceLink(url, name, type, size),
                        new ContentBlock.Text("GET " + url)));
    }

    private static String path(Operation<?, ?> operation, ObjectNode arguments) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
            String value = argument.getValue().asString();
            String rest = "{" + argument.getKey() + "...}";
            String one = "{" + argument.getKey() + "}";
            if (path.contains(rest)) {
                path = path.replace(rest, segments(value));
            } else if (path.contains(one)) {
                path = path.replace(one, encode(value));
            } else {
                query.add(argument.getKey() + "=" + encode(value));
            }
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static String segments(String contentPath) {
        String relative = contentPath.startsWith("/ipfs/") ? contentPath.substring(6) : contentPath;
        return Arrays.stream(relative.split("/", -1))
                .map(ContentLink::encode)
                .collect(Collectors.joining("/"));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
