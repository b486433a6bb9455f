package io.ipfskit.mcp;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Who stands at one end of a session.
///
/// @param name the programmatic name
/// @param title the name for people; empty for none
/// @param version its version
/// @param description one sentence; empty for none
public record Implementation(String name, String title, String version, String description) {
    static Implementation of(JsonNode node) {
        return new Implementation(
                text(node, "name"),
                text(node, "title"),
                text(node, "version"),
                text(node, "description"));
    }

    private static String text(JsonNode node, String field) {
        String value = node.path(field).asString("");
        return value.length() > 256 ? value.substring(0, 256) : value;
    }

    ObjectNode toJson(Era era) {
        ObjectNode json = Wire.NODES.objectNode().put("name", name);
        if (!title.isEmpty()) {
            json.put("title", title);
        }
        json.put("version", version);
        if (era.compareTo(Era.V2025_11_25) >= 0 && !description.isEmpty()) {
            json.put("description", description);
        }
        return json;
    }
}
