package io.ipfskit.mcp;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/// What a call of a tool gave.
///
/// @param structuredContent the result for programs, matching the tool's output schema, or null
/// @param content the result for the model; when empty, the structured content as JSON text
/// @param isError whether the tool failed; the content then says why
/// @param meta `_meta` of the result; empty for none
public record ToolResult(
        @Nullable ObjectNode structuredContent,
        List<ContentBlock> content,
        boolean isError,
        ObjectNode meta) {
    public ToolResult {
        content = List.copyOf(content);
    }

    /// A result for programs, given to the model as JSON text.
    public static ToolResult of(ObjectNode structuredContent) {
        return new ToolResult(structuredContent, List.of(), false, Wire.NODES.objectNode());
    }

    /// A result for programs with its own rendering for the model.
    public static ToolResult of(ObjectNode structuredContent, List<ContentBlock> content) {
        return new ToolResult(structuredContent, content, false, Wire.NODES.objectNode());
    }

    /// A failure: `problem` says why.
    ///
    /// The problem travels as JSON text and in `_meta` under `io.ipfskit/problem`, not as
    /// structured content: that has to match the output schema, which describes successes.
    public static ToolResult failed(ObjectNode problem) {
        ObjectNode meta = Wire.NODES.objectNode();
        meta.set("io.ipfskit/problem", problem);
        return new ToolResult(null, List.of(new ContentBlock.Text(Wire.text(problem))), true, meta);
    }

    /// This result with one more field of `_meta`.
    public ToolResult withMeta(String key, String value) {
        return new ToolResult(structuredContent, content, isError, meta.deepCopy().put(key, value));
    }

    ObjectNode toJson() {
        ObjectNode json = Wire.NODES.objectNode();
        ArrayNode blocks = json.putArray("content");
        content.forEach(block -> blocks.add(block.toJson()));
        if (structuredContent != null) {
            if (content.isEmpty()) {
                blocks.add(new ContentBlock.Text(Wire.text(structuredContent)).toJson());
            }
            json.set("structuredContent", structuredContent);
        }
        json.put("isError", isError);
        if (!meta.isEmpty()) {
            json.set("_meta", meta);
        }
        return json;
    }
}
