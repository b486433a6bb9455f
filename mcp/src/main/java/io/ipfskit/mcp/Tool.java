package io.ipfskit.mcp;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.regex.Pattern;

/// One thing a client can call.
///
/// @param name unique, 1 to 128 of `A-Z a-z 0-9 _ - .`
/// @param title the name for people; empty for none
/// @param description what it does, for the model
/// @param inputSchema JSON Schema 2020-12 of the arguments, of type object
/// @param outputSchema JSON Schema of the structured content, of type object, or null
/// @param annotations facts that clients act on
public record Tool(
        String name,
        String title,
        String description,
        ObjectNode inputSchema,
        @Nullable ObjectNode outputSchema,
        Annotations annotations) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public Tool {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("tool name must match " + NAME + ", was " + name);
        }
        requireObject(name, "input", inputSchema);
        if (outputSchema != null) {
            requireObject(name, "output", outputSchema);
        }
    }

    private static void requireObject(String name, String which, ObjectNode schema) {
        if (!schema.path("type").asString("").equals("object")) {
            throw new IllegalArgumentException(
                    which + " schema of tool " + name + " must have type object");
        }
    }

    /// Facts that clients act on.
    ///
    /// @param readOnly changes nothing
    /// @param destructive may remove or overwrite
    /// @param idempotent twice is once
    /// @param openWorld talks to the world outside
    public record Annotations(
            boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {}

    ObjectNode toJson() {
        ObjectNode json = Wire.NODES.objectNode().put("name", name);
        if (!title.isEmpty()) {
            json.put("title", title);
        }
        json.put("description", description).set("inputSchema", inputSchema);
        if (outputSchema != null) {
            json.set("outputSchema", outputSchema);
        }
        ObjectNode hints = json.putObject("annotations");
        if (!title.isEmpty()) {
            hints.put("title", title);
        }
        hints.put("readOnlyHint", annotations.readOnly)
                .put("destructiveHint", annotations.destructive)
                .put("idempotentHint", annotations.idempotent)
                .put("openWorldHint", annotations.openWorld);
        return json;
    }
}
