package io.ipfskit.mcp;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The id of a JSON-RPC request: text or a whole number, never null in MCP. `"1"` and `1` are
/// different ids.
public sealed interface RequestId {
    /// An id that is text.
    record Text(String value) implements RequestId {
        @Override
        public JsonNode toJson() {
            return JsonNodeFactory.instance.stringNode(value);
        }
    }

    /// An id that is a number.
    record Whole(long value) implements RequestId {
        @Override
        public JsonNode toJson() {
            return JsonNodeFactory.instance.numberNode(value);
        }
    }

    /// The id as it travels.
    JsonNode toJson();

    /// Reads an id (or a progress token, which has the same form).
    ///
    /// @throws ProtocolError when `node` is neither text of at most 256 characters nor a whole
    ///   number
    static RequestId of(JsonNode node) throws ProtocolError {
        if (node.isString() && node.stringValue().length() <= 256) {
            return new Text(node.stringValue());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return new Whole(node.longValue());
        }
        throw ProtocolError.invalidRequest(
                "an id must be a string of at most 256 characters or an integer, was "
                        + Wire.describe(node));
    }
}
