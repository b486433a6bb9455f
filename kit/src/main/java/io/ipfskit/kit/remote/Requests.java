package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Rng;
import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.ProgressSink;
import io.ipfskit.kit.json.Durations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.local.FileView;
import io.ipfskit.kit.local.LocalFiles;
import io.ipfskit.kit.local.LocalSecret;
import io.ipfskit.kit.local.PathBody;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends the requests of a [RemoteKit], each on a connection of its own, and receives the heads of
/// their answers. Remembers whether the server takes the names of files instead of their bytes.
final class Requests {
    private final URI server;
    private final String base;
    private final ClientOptions options;
    private final Disk disk;

    /// Cleared when the server wants the bytes.
    private volatile @Nullable LocalSecret local;

    Requests(URI server, ClientOptions options, Disk disk) {
        this.server = server;
        this.options = options;
        this.disk = disk;
        this.local = options.local();
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    URI server() {
        return server;
    }

    ClientOptions options() {
        return options;
    }

    /// Where `input` goes in a request.
    <I> RestRequest request(Operation<I, ?> operation, I input) {
        return RestRequest.of(operation, input, base);
    }

    static boolean hasBody(CallOptions call) {
        return call.bytes() != null || call.tree() != null;
    }

    Reply successful(HttpConnection connection) throws InterruptedException {
        boolean good = false;
        try {
            Reply reply = Reply.receive(connection);
            reply.requireSuccess();
            good = true;
            return reply;
        } finally {
            if (!good) {
                connection.close();
            }
        }
    }

    /// The body of a request.
    ///
    /// @param type its media type, or null when there is none
    /// @param bytes all of it, or null when it is sent piece by piece
    record Body(
            @Nullable String type,
            @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] bytes) {}

    static Body body(CallOptions call, @Nullable String boundary) {
        if (call.tree() != null) {
            return new Body("multipart/form-data; boundary=" + boundary, null);
        }
        return new Body(call.bytes() != null ? "application/octet-stream" : null, null);
    }

    /// The body that names the file or folder of the call; null when its bytes must be sent.
    @Nullable Body named(CallOptions call) throws InterruptedException {
        if (local == null || !hasBody(call)) {
            return null;
        }
        FileView view = FileView.ofThisProcess(disk);
        PathBody path = view == null ? null : PathBody.of(call.bytes(), call.tree(), view);
        return path == null ? null : new Body(PathBody.MEDIA_TYPE, path.toBytes());
    }

    /// Passes when the server wants the bytes instead of a path, which it will go on to do.
    void requireRefusal(OperationFailed failed) {
        if (!LocalFiles.isRefusal(failed.failure())) {
            throw failed;
        }
        local = null;
    }

    /// Begins the span of one request, named as the server names its own; to be ended by the same
    /// task.
    Meters.Span span(Operation<?, ?> operation) {
        Meters meters = options.meters();
        return meters.isTracing()
                ? meters.spanBelow(
                        options.traceparent(),
                        "http." + operation.verb() + " /api/v1" + operation.path(),
                        "operation.type",
                        operation.id(),
                        "span.kind",
                        "client")
                : Meters.NONE.span("");
    }

    /// @param span of the request; where it is none, the server is told of the span that the
    ///   options name
    HttpConnection send(
            Meters.Span span,
            Operation<?, ?> operation,
            RestRequest request,
            Body given,
            CallOptions call,
            String accept)
            throws InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", accept);
        if (accept.equals("application/json") && operation.bodyOut() == BodyOut.ROWS) {
            headers.put("Prefer", "return=minimal"); // RFC 7240: nobody takes the rows
        }
        if (options.token() != null) {
            headers.put("Authorization", "Bearer " + options.token());
        }
        if (call.timeout() != null) {
            headers.put("X-Request-Timeout", Durations.format(call.timeout()));
        }
        String own = span.traceparent();
        String above = own != null ? own : options.traceparent();
        if (above != null) {
            headers.put("traceparent", above);
        }
        byte[] json = request.json();
        Body body = json != null ? new Body("application/json", json) : given;
        LocalSecret secret = local;
        if (secret != null && PathBody.MEDIA_TYPE.equals(body.type())) {
            headers.put(LocalSecret.HEADER, secret.reveal());
        }
        if (body.type() != null) {
            headers.put("Content-Type", body.type());
        } else if (operation.verb() == Operation.Verb.POST
                || operation.verb() == Operation.Verb.PUT) {
            headers.put("Content-Length", "0");
        }
        HttpConnection connection = HttpConnection.open(server, options.connectTimeout());
        boolean sent = false;
        try {
            boolean hasBody = body.type() != null;
            connection.sendHead(operation.verb().name(), request.target(), headers, hasBody);
            byte[] whole = body.bytes();
            if (whole != null) {
                connection.sendChunk(ByteBuffer.wrap(whole));
                connection.sendEnd();
            }
            sent = true;
            return connection;
        } catch (IOException broken) {
            throw closed(broken);
        } finally {
            if (!sent) {
                connection.close();
            }
        }
    }

    Upload upload(HttpConnection connection, Object input, @Nullable ProgressSink progress) {
        JsonNode fields = Json.standard().tree(input);
        return new Upload(
                connection,
                disk,
                progress,
                fields.path("preserve_mode").asBoolean(false),
                fields.path("preserve_mtime").asBoolean(false));
    }

    static void send(Upload upload, CallOptions call, String boundary) throws InterruptedException {
        ByteSource bytes = call.bytes();
        Tree tree = call.tree();
        if (bytes != null) {
            upload.send(bytes);
        } else if (tree != null) {
            upload.send(tree, boundary);
        }
    }

    static String boundary() {
        return "ipfs-kit-" + Rng.uuid();
    }

    /// The JSON that a GET of `path`, below the root of the API, answers with.
    JsonNode get(String path) throws InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (options.token() != null) {
            headers.put("Authorization", "Bearer " + options.token());
        }
        try (HttpConnection connection = HttpConnection.open(server, options.connectTimeout())) {
            connection.sendHead("GET", base + "/api/v1" + path, headers, false);
            return Json.standard().parse(successful(connection).whole());
        } catch (IOException broken) {
            throw closed(broken);
        }
    }

    private OperationFailed closed(IOException broken) {
        return new OperationFailed(
                ErrorCode.UNAVAILABLE,
                server + " closed the connection: " + HttpConnection.text(broken),
                broken);
    }
}
