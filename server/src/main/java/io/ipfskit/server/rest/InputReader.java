package io.ipfskit.server.rest;

import io.ipfskit.kit.Invocation;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.local.LocalFiles;
import io.ipfskit.kit.local.LocalSecret;
import io.ipfskit.kit.local.PathBody;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.Verb;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;
import io.ipfskit.server.http.Query;
import io.ipfskit.server.http.Timeouts;
import io.ipfskit.server.multipart.HeaderParameters;
import io.ipfskit.server.multipart.MultipartReader;
import io.ipfskit.server.multipart.MultipartTree;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes the input record, and the bytes or tree that go with it, out of a request.
final class InputReader {
    /// Bytes of a JSON body; more are answered 413, before they are read where the client says how
    /// many there are.
    static final long JSON_BYTES_MAX = 100L << 20;

    private final Json json;
    private final LocalFiles localFiles;

    InputReader(Json json, LocalFiles localFiles) {
        this.json = json;
        this.localFiles = localFiles;
    }

    /// The input record of `operation`.
    ///
    /// @throws OperationFailed `invalid_argument` when the input is wrong
    /// @throws HttpProblem 413 or 415 when the body is too large or no JSON
    <I> I read(Operation<I, ?> operation, Map<String, String> parameters, HttpExchange exchange)
            throws IOException, InterruptedException {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        parameters.forEach((name, value) -> texts.put(name, List.of(value)));
        Query query = exchange.query();
        for (String name : query.names()) {
            if (texts.containsKey(name)) {
                throw OperationFailed.invalidField(
                        name, "stands in the path already, so it must not stand in the query");
            }
            if (!name.equals(Timeouts.PARAMETER)) {
                texts.put(name, query.all(name));
            }
        }
        if (!takesJson(operation)) {
            return json.readTexts(texts, operation.input());
        }
        byte[] body = readJson(exchange, JSON_BYTES_MAX);
        if (body.length == 0) {
            return json.readTexts(texts, operation.input());
        }
        JsonNode node = json.parse(body);
        if (texts.isEmpty()) {
            return json.read(node, operation.input());
        }
        if (!(node instanceof ObjectNode object)) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT, "the body must be a JSON object, for " + operation);
        }
        for (Map.Entry<String, List<String>> text : texts.entrySet()) {
            if (object.has(text.getKey())) {
                throw OperationFailed.invalidField(
                        text.getKey(), "stands in the path or query and in the body");
            }
            object.put(text.getKey(), text.getValue().getFirst());
        }
        return json.read(object, operation.input());
    }

    private static boolean takesJson(Operation<?, ?> operation) {
        return operation.bodyIn() == BodyIn.NONE
                && operation.verb() != Verb.GET
                && operation.verb() != Verb.DELETE;
    }

    private static byte[] readJson(HttpExchange exchange, long bytesMax)
            throws IOException, InterruptedException {
        long length = exchange.contentLength();
        if (length > bytesMax) {
            throw tooLarge(length + " bytes", bytesMax);
        }
        if (length == 0) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (exchange.read(buffer.clear()) >= 0) {
            body.write(buffer.array(), 0, buffer.position());
            if (body.size() > bytesMax) {
                throw tooLarge("more bytes", bytesMax);
            }
        }
        if (body.size() > 0) {
            requireJson(exchange);
        }
        return body.toByteArray();
    }

    private static HttpProblem tooLarge(String size, long bytesMax) {
        return new HttpProblem(
                413,
                new Failure(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "a JSON body may have at most " + bytesMax + " bytes, this one has " + size,
                        null,
                        null,
                        false, // it will not get smaller
                        null,
                        List.of()),
                Map.of());
    }

    private static void requireJson(HttpExchange exchange) {
        String type = mediaType(exchange);
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw new HttpProblem(
                    415,
                    ErrorCode.INVALID_ARGUMENT,
                    "the body of this operation is JSON: send it with Content-Type:"
                            + " application/json"
                            + (type.isEmpty() ? "" : ", not " + type));
        }
    }

    private static String mediaType(HttpExchange exchange) {
        String type = exchange.header("Content-Type");
        return type == null ? "" : HeaderParameters.value(type).toLowerCase(Locale.ROOT);
    }

    /// Adds the bytes or the tree that came with the request.
    Invocation withBody(Operation<?, ?> operation, HttpExchange exchange, Invocation invocation)
            throws IOException, InterruptedException {
        if (operation.bodyIn() == BodyIn.NONE) {
            return invocation;
        }
        if (mediaType(exchange).equals(PathBody.MEDIA_TYPE)) {
            LocalFiles.Named named =
                    localFiles.accept(
                            exchange.header(LocalSecret.HEADER),
                            readJson(exchange, PathBody.BYTES_MAX));
            return operation.bodyIn() == BodyIn.TREE
                    ? invocation.withTree(Tree.of(named.path(), named.rules()))
                    : invocation.withBytes(ByteSource.of(named.path()));
        }
        MultipartReader parts = parts(exchange);
        if (parts == null) {
            return invocation.withBytes(
                    ByteSource.of(
                            exchange::read, exchange.hasBody() ? exchange.contentLength() : 0));
        }
        if (operation.bodyIn() == BodyIn.TREE) {
            return invocation.withTree(Tree.of(new MultipartTree(parts)));
        }
        if (parts.next() == null) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT,
                    operation + " takes bytes, but the multipart body has no part");
        }
        return invocation.withBytes(ByteSource.of(parts::read, -1));
    }

    private static @Nullable MultipartReader parts(HttpExchange exchange) {
        if (!mediaType(exchange).equals("multipart/form-data")) {
            return null;
        }
        String boundary =
                HeaderParameters.parameter(
                        String.valueOf(exchange.header("Content-Type")), "boundary");
        if (boundary == null) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT,
                    "the Content-Type multipart/form-data names no boundary");
        }
        return new MultipartReader(exchange::read, boundary);
    }
}
