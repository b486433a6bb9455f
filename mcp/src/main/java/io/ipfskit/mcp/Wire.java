package io.ipfskit.mcp;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;

/// Reads and writes messages. Strict: what is not exactly one JSON-RPC 2.0 message within the
/// limits is refused with the reason.
///
/// Limits: [#MAX_MESSAGE] bytes, nesting 64, 100,000 tokens beside the bytes of strings, names of
/// 1,024 and numbers of 100 characters.
final class Wire {
    /// The largest message that is read, in bytes.
    static final int MAX_MESSAGE = 4 << 20;

    static final String TOO_LARGE =
            "a message may have at most " + MAX_MESSAGE + " bytes; send larger content by path";

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxDocumentLength(MAX_MESSAGE)
                                                    .maxStringLength(MAX_MESSAGE)
                                                    .maxNestingDepth(64)
                                                    .maxTokenCount(100_000)
                                                    .maxNumberLength(100)
                                                    .maxNameLength(1024)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Wire() {}

    /// Reads one message.
    ///
    /// @throws ProtocolError with the code and, when it could be told, the id to answer with
    static Message read(byte[] bytes, int offset, int length) throws ProtocolError {
        if (length > MAX_MESSAGE) {
            throw ProtocolError.invalidRequest(TOO_LARGE);
        }
        JsonNode node;
        try {
            node = JSON.readTree(bytes, offset, length);
        } catch (StreamConstraintsException beyond) {
            throw ProtocolError.invalidRequest(
                    "the message is beyond a limit: " + beyond.getOriginalMessage());
        } catch (JacksonException malformed) {
            throw ProtocolError.of(
                    ProtocolError.PARSE_ERROR,
                    "the message is not JSON: " + malformed.getOriginalMessage());
        }
        if (node.isArray()) {
            throw ProtocolError.invalidRequest(
                    "batches are not part of this protocol version; send one message at a time");
        }
        if (!(node instanceof ObjectNode object)) {
            throw ProtocolError.invalidRequest(
                    "a message must be an object, was " + describe(node));
        }
        return read(object);
    }

    private static Message read(ObjectNode object) throws ProtocolError {
        JsonNode idNode = object.get("id");
        RequestId id = null;
        if (idNode != null && !(idNode.isNull() && object.has("error"))) {
            id = RequestId.of(idNode);
        }
        try {
            return read(object, id);
        } catch (ProtocolError error) {
            throw error.answering(id);
        }
    }

    private static Message read(ObjectNode object, @Nullable RequestId id) throws ProtocolError {
        JsonNode version = object.get("jsonrpc");
        if (version == null || !version.isString() || !version.stringValue().equals("2.0")) {
            throw ProtocolError.invalidRequest("jsonrpc must be \"2.0\", was " + describe(version));
        }
        JsonNode method = object.get("method");
        if (method == null) {
            return readAnswer(object, id);
        }
        if (!method.isString()) {
            throw ProtocolError.invalidRequest("method must be a string, was " + describe(method));
        }
        JsonNode params = object.get("params");
        ObjectNode fields;
        if (params == null) {
            fields = NODES.objectNode();
        } else if (params instanceof ObjectNode given) {
            fields = given;
        } else {
            throw ProtocolError.invalidParams("params must be an object, was " + describe(params));
        }
        return id == null
                ? new Message.Notification(method.stringValue(), fields)
                : new Message.Request(id, method.stringValue(), fields);
    }

    private static Message readAnswer(ObjectNode object, @Nullable RequestId id)
            throws ProtocolError {
        ObjectNode result = object.get("result") instanceof ObjectNode node ? node : null;
        ObjectNode error = object.get("error") instanceof ObjectNode node ? node : null;
        if ((result == null) == (error == null)) {
            throw ProtocolError.invalidRequest(
                    "a message must have a method, a result object or an error object");
        }
        return new Message.Answer(id == null ? new RequestId.Text("") : id, result, error);
    }

    /// The message as one line of UTF-8 without its end.
    static byte[] write(JsonNode message) {
        return JSON.writeValueAsBytes(message);
    }

    /// `node` as one line of JSON text.
    static String text(JsonNode node) {
        return JSON.writeValueAsString(node);
    }

    static ObjectNode request(RequestId id, String method, ObjectNode params) {
        return envelope().set("id", id.toJson()).put("method", method).set("params", params);
    }

    static ObjectNode notification(String method, ObjectNode params) {
        return envelope().put("method", method).set("params", params);
    }

    static ObjectNode result(RequestId id, ObjectNode result) {
        return envelope().set("id", id.toJson()).set("result", result);
    }

    static ObjectNode error(ProtocolError error) {
        RequestId id = error.id();
        ObjectNode body =
                NODES.objectNode().put("code", error.code()).put("message", error.message());
        JsonNode data = error.data();
        if (data != null) {
            body.set("data", data);
        }
        return envelope().set("id", id == null ? NODES.nullNode() : id.toJson()).set("error", body);
    }

    private static ObjectNode envelope() {
        return NODES.objectNode().put("jsonrpc", "2.0");
    }

    /// What `node` is, for messages: its kind, and its value when that is short.
    static String describe(@Nullable JsonNode node) {
        if (node == null) {
            return "absent";
        }
        String kind = node.getNodeType().name().toLowerCase(Locale.ROOT);
        if (node.isContainer()) {
            return kind;
        }
        String value = text(node);
        return value.length() > 80 ? kind : kind + " " + value;
    }
}
