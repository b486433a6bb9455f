package io.ipfskit.server.mcp;

import io.ipfskit.kit.json.Schemas;
import io.ipfskit.mcp.Tool;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.Operation.Hint;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

/// The tool of an operation: its schemas as MCP clients see them.
///
/// What the schemas of the records lack: content in comes as `text`, `base64` or `path`; content
/// out comes in windows of at most [#WINDOW] bytes; rows are an array `items`.
final class ToolMaker {
    /// Bytes of content in one result.
    static final int WINDOW = 256 << 10;

    /// Rows in one page, when the client does not say.
    static final int PAGE = 100;

    /// Rows in one page or in a result without pages.
    static final int ROWS_MAX = 1000;

    private ToolMaker() {}

    static String nameOf(Operation<?, ?> operation) {
        return operation.group() + "_" + operation.name();
    }

    static Tool make(Operation<?, ?> operation) {
        return new Tool(
                nameOf(operation),
                title(operation),
                description(operation),
                input(operation),
                output(operation),
                new Tool.Annotations(
                        operation.is(Hint.READ_ONLY),
                        operation.is(Hint.DESTRUCTIVE),
                        operation.is(Hint.IDEMPOTENT),
                        operation.is(Hint.OPEN_WORLD)));
    }

    /// Whether its bytes can be asked for piece by piece.
    static boolean hasWindow(Operation<?, ?> operation) {
        return operation.bodyOut() == BodyOut.BYTES
                && hasField(operation, "offset")
                && hasField(operation, "length");
    }

    /// Whether its rows can be asked for page by page.
    static boolean hasPages(Operation<?, ?> operation) {
        return operation.bodyOut() == BodyOut.ROWS
                && hasField(operation, "limit")
                && hasField(operation, "cursor");
    }

    private static boolean hasField(Operation<?, ?> operation, String name) {
        return Schemas.standard().input(operation).path("properties").has(name);
    }

    private static String title(Operation<?, ?> operation) {
        String words = nameOf(operation).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String description(Operation<?, ?> operation) {
        String description = operation.summary();
        if (operation.bodyIn() != BodyIn.NONE) {
            description +=
                    " Give the content as exactly one of text, base64, or path (of a file or folder"
                            + " inside the folders open to you)"
                            + (hasField(operation, "url") ? ", or a url." : ".");
        }
        if (hasWindow(operation)) {
            description +=
                    " Gives at most 256 KiB per call; when truncated, call again with offset +"
                            + " length.";
        } else if (operation.bodyOut() == BodyOut.BYTES) {
            description += " Gives a link to fetch the bytes from, not the bytes.";
        }
        if (hasPages(operation)) {
            description += " When next_cursor is given, call again with it for more.";
        }
        return description;
    }

    private static ObjectNode input(Operation<?, ?> operation) {
        ObjectNode schema = Schemas.standard().input(operation);
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        ObjectNode fields = schema.withObjectProperty("properties");
        if (operation.bodyIn() != BodyIn.NONE) {
            text(fields, "text", "the content, as text; stored in UTF-8");
            text(fields, "base64", "the content, as base64 with padding");
            text(
                    fields,
                    "path",
                    "a file or folder on the machine of this server: a path or file:// URI inside"
                            + " the folders open to this client");
        }
        if (hasWindow(operation)) {
            fields.withObjectProperty("length").put("maximum", WINDOW).put("default", WINDOW);
        }
        if (hasPages(operation)) {
            fields.withObjectProperty("limit").put("maximum", ROWS_MAX).put("default", PAGE);
        }
        return schema;
    }

    private static void text(ObjectNode fields, String name, String description) {
        fields.putObject(name).put("type", "string").put("description", description);
    }

    private static @Nullable ObjectNode output(Operation<?, ?> operation) {
        if (operation.bodyOut() == BodyOut.BYTES) {
            return hasWindow(operation) ? ContentWindow.schema() : ContentLink.schema();
        }
        ObjectNode schema = Schemas.standard().output(operation);
        schema.put("type", "object");
        ObjectNode rows = Schemas.standard().item(operation);
        if (rows != null) {
            ObjectNode fields = schema.withObjectProperty("properties");
            fields.putObject("items").put("type", "array").set("items", rows);
            fields.putObject("items_left_out")
                    .put("type", "integer")
                    .put("description", "rows beyond the first " + ROWS_MAX + ", not given here");
            schema.withArrayProperty("required").add("items");
        }
        return schema;
    }
}
