package io.ipfskit.server.mcp;

import io.ipfskit.kit.json.Json;
import io.ipfskit.mcp.ContentBlock;
import io.ipfskit.mcp.ToolResult;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A piece of content as the result of a tool: text when it is valid UTF-8, else base64.
final class ContentWindow {
    private ContentWindow() {}

    static ObjectNode schema() {
        ObjectNode schema = Json.standard().mapper().createObjectNode().put("type", "object");
        ObjectNode fields = schema.putObject("properties");
        field(fields, "content", "string", "the bytes, as encoding says");
        fields.putObject("encoding")
                .put("type", "string")
                .put("description", "text in UTF-8, or base64")
                .putArray("enum")
                .add("utf-8")
                .add("base64");
        field(fields, "offset", "integer", "where in the whole content the first byte stands");
        field(fields, "length", "integer", "bytes given");
        field(fields, "total", "integer", "bytes of the whole content; absent when unknown");
        field(fields, "truncated", "boolean", "whether more follows at offset + length");
        field(fields, "media_type", "string", "media type of the content, if known");
        schema.putArray("required")
                .add("content")
                .add("encoding")
                .add("offset")
                .add("length")
                .add("truncated");
        return schema;
    }

    private static void field(ObjectNode fields, String name, String type, String description) {
        fields.putObject(name).put("type", type).put("description", description);
    }

    /// Pulls at most `max` bytes of `stream`.
    static ToolResult of(ByteStream stream, int max) throws InterruptedException {
        ByteBuffer bytes = read(stream, max);
        boolean full = !bytes.hasRemaining();
        bytes.flip();
        long offset = stream.offset();
        long total = stream.total();
        boolean more = total >= 0 ? offset + bytes.limit() < total : full;
        String text = text(bytes, more);
        long length = text == null ? bytes.limit() : utf8Length(text);
        ObjectNode result = Json.standard().mapper().createObjectNode();
        if (text == null) {
            byte[] exact = new byte[bytes.limit()];
            bytes.get(0, exact);
            result.put("content", Base64.getEncoder().encodeToString(exact));
            result.put("encoding", "base64");
        } else {
            result.put("content", text).put("encoding", "utf-8");
        }
        result.put("offset", offset).put("length", length);
        if (total >= 0) {
            result.put("total", total);
        }
        result.put("truncated", total >= 0 ? offset + length < total : more);
        String mediaType = stream.mediaType();
        if (mediaType != null) {
            result.put("media_type", mediaType);
        }
        return text == null
                ? ToolResult.of(result)
                : ToolResult.of(result, List.of(new ContentBlock.Text(text)));
    }

    private static ByteBuffer read(ByteStream stream, int max) throws InterruptedException {
        long length = stream.length();
        ByteBuffer bytes = ByteBuffer.allocate((int) (length < 0 ? max : Math.min(max, length)));
        try {
            while (bytes.hasRemaining() && stream.read(bytes) >= 0) {
                // filling
            }
        } catch (IOException broken) {
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    "the content could not be read to its end: " + broken.getMessage(),
                    broken);
        }
        return bytes;
    }

    /// The bytes as text, or null. When more follows, a character that is cut at the end is left
    /// for the next window.
    private static @Nullable String text(ByteBuffer bytes, boolean more) {
        int longestCut = more ? Math.min(3, bytes.limit() - 1) : 0;
        for (int cut = 0; cut <= longestCut; cut++) {
            ByteBuffer whole = bytes.slice(0, bytes.limit() - cut);
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(whole)
                        .toString();
            } catch (CharacterCodingException invalid) {
                // perhaps only the last character is cut
            }
        }
        return null;
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
