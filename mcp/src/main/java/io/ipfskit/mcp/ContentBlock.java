package io.ipfskit.mcp;

import tools.jackson.databind.node.ObjectNode;

import java.util.OptionalLong;

/// A piece of a tool's result for the model to read.
public sealed interface ContentBlock {
    /// Text.
    record Text(String text) implements ContentBlock {
        @Override
        public ObjectNode toJson() {
            return Wire.NODES.objectNode().put("type", "text").put("text", text);
        }
    }

    /// A link to something that the client can fetch by other means.
    ///
    /// @param uri where it is
    /// @param name what to call it
    /// @param mediaType its media type; empty when unknown
    /// @param size its size in bytes, if known
    record ResourceLink(String uri, String name, String mediaType, OptionalLong size)
            implements ContentBlock {
        @Override
        public ObjectNode toJson() {
            ObjectNode json =
                    Wire.NODES
                            .objectNode()
                            .put("type", "resource_link")
                            .put("uri", uri)
                            .put("name", name);
            if (!mediaType.isEmpty()) {
                json.put("mimeType", mediaType);
            }
            size.ifPresent(bytes -> json.put("size", bytes));
            return json;
        }
    }

    /// The block as it travels.
    ObjectNode toJson();
}
