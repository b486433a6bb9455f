package io.ipfskit.kit.remote;

import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.Verb;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Where an input record goes in a request: fields of the template into the path; the others into
/// the query of GET, DELETE and of requests with a body, else into a JSON body.
///
/// @param target path and query
/// @param json the JSON body, or null
record RestRequest(
        String target, @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] json) {
    private static final String PREFIX = "/api/v1";

    static <I> RestRequest of(Operation<I, ?> operation, I input, String base) {
        ObjectNode fields = Json.standard().tree(input);
        StringBuilder path = new StringBuilder(base).append(PREFIX);
        for (String segment : operation.path().substring(1).split("/", -1)) {
            if (segment.startsWith("{")) {
                boolean rest = segment.endsWith("...}");
                String name = segment.substring(1, segment.length() - (rest ? 4 : 1));
                JsonNode value = fields.remove(name);
                String text = value == null || value.isNull() ? "" : value.asString("");
                if (text.isEmpty()) {
                    throw OperationFailed.invalidField(name, "must not be empty");
                }
                for (String word : rest ? words(text) : List.of(text)) {
                    path.append('/').append(encode(word));
                }
            } else {
                path.append('/').append(segment);
            }
        }
        boolean inQuery =
                operation.verb() == Verb.GET
                        || operation.verb() == Verb.DELETE
                        || operation.bodyIn() != BodyIn.NONE;
        if (!inQuery) {
            return new RestRequest(path.toString(), Json.standard().writeBytes(fields));
        }
        StringJoiner query = new StringJoiner("&", "?", "");
        query.setEmptyValue("");
        for (var field : fields.properties()) {
            JsonNode value = field.getValue();
            if (value.isArray()) {
                for (JsonNode element : value) {
                    query.add(encode(field.getKey()) + "=" + encode(text(element)));
                }
            } else if (!value.isNull()) {
                query.add(encode(field.getKey()) + "=" + encode(text(value)));
            }
        }
        return new RestRequest(path.append(query).toString(), null);
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString("") : value.toString();
    }

    /// The names of a path of content. Its prefix stands in the route already.
    private static List<String> words(String text) {
        if (text.startsWith("ipfs://")) {
            ContentPath path;
            try {
                path = ContentPath.parse(text);
            } catch (IllegalArgumentException malformed) {
                throw OperationFailed.invalidField("path", String.valueOf(malformed.getMessage()));
            }
            List<String> words = new ArrayList<>(path.segments());
            words.addFirst(path.root().toString());
            return words;
        }
        String rest = text.startsWith("/ipfs/") ? text.substring("/ipfs/".length()) : text;
        List<String> words = new ArrayList<>();
        for (String word : rest.split("/", -1)) {
            if (word.equals("..")) {
                if (words.size() < 2) {
                    throw OperationFailed.invalidField("path", text + " goes above its root");
                }
                words.removeLast();
            } else if (!word.isEmpty() && !word.equals(".")) {
                words.add(word);
            }
        }
        return words;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
