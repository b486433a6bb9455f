package io.ipfskit.kit.remote;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.Capabilities;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.ItemSink;
import io.ipfskit.kit.Items;
import io.ipfskit.kit.KitInfo;
import io.ipfskit.kit.ProgressSink;
import io.ipfskit.kit.Running;
import io.ipfskit.kit.json.Durations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.local.FileView;
import io.ipfskit.kit.local.LocalFiles;
import io.ipfskit.kit.local.LocalSecret;
import io.ipfskit.kit.local.PathBody;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.Operation.Hint;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/// [IpfsKit] of a running server. A caller that is a task calls in its own scope; another thread
/// enters a small run of the kit's own, started when it is first needed.
public final class RemoteKit implements IpfsKit {
    /// How much longer than the server the caller waits for a call with a timeout.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final String NDJSON = "application/x-ndjson";

    private final URI server;
    private final String base;
    private final ClientOptions options;
    private final Disk disk;

    /// Cleared when the server wants the bytes.
    private volatile @Nullable LocalSecret local;

    // Guarded by this.
    private @Nullable Portal portal;
    private boolean closed;

    private RemoteKit(URI server, ClientOptions options, Disk disk) {
        this.server = server;
        this.options = options;
        this.disk = disk;
        this.local = options.local();
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// A kit of the server at this URL. Nothing is sent yet.
    ///
    /// @throws IllegalArgumentException when it is no `http` or `https` URL with a host
    public static RemoteKit connect(URI server, ClientOptions options) {
        String scheme = server.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme))
                || server.getHost() == null
                || server.getRawQuery() != null
                || server.getRawFragment() != null
                || server.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a server is named by a URL like http://127.0.0.1:5001, was " + server);
        }
        return new RemoteKit(server, options, Disk.real());
    }

    @Override
    public <I, O> O call(Operation<I, O> operation, I input, CallOptions call)
            throws InterruptedException {
        if (operation.bodyOut() == BodyOut.BYTES) {
            throw new IllegalArgumentException(operation + " gives bytes: use stream()");
        }
        return enter(() -> callHere(operation, input, call, null));
    }

    @Override
    public <I, O> Running<O> start(Operation<I, O> operation, I input, CallOptions call)
            throws InterruptedException {
        if (operation.bodyOut() == BodyOut.BYTES) {
            throw new IllegalArgumentException(operation + " gives bytes: use stream()");
        }
        RemoteRunning<O> running = new RemoteRunning<>(this);
        ProgressSink sink = call.onProgress();
        CallOptions watched =
                call.withOnProgress(progress -> {
                    running.progress(progress);
                    if (sink != null) {
                        sink.progress(progress);
                    }
                });
        running.future(
                portal().fork(
                                operation.id(),
                                () -> {
                                    try {
                                        return callHere(operation, input, watched, running);
                                    } finally {
                                        running.ended();
                                    }
                                }));
        return running;
    }

    @Override
    public <I, O extends ByteStream> ByteStream stream(
            Operation<I, O> operation, I input, CallOptions call) throws InterruptedException {
        if (operation.bodyOut() != BodyOut.BYTES || hasBody(call)) {
            throw new IllegalArgumentException(operation + " gives no bytes, or takes a body");
        }
        return enter(() -> {
            RestRequest request = RestRequest.of(operation, input, base);
            HttpConnection connection = send(operation, request, body(call, null), call, "*/*");
            return new RemoteStream(this, successful(connection));
        });
    }

    @Override
    public <I, T, O> Items<T, O> items(
            Operation<I, O> operation, Class<T> item, I input, CallOptions call)
            throws InterruptedException {
        if (operation.bodyOut() != BodyOut.ROWS || operation.item() != item) {
            throw new IllegalArgumentException(operation + " gives no rows of " + item.getName());
        }
        return enter(() -> {
            RestRequest request = RestRequest.of(operation, input, base);
            Body named = named(call);
            if (named != null) {
                HttpConnection connection = send(operation, request, named, call, NDJSON);
                try {
                    return new RemoteItems<>(
                            this, successful(connection), item, operation.output(), () -> {});
                } catch (OperationFailed failed) {
                    requireRefusal(failed);
                }
            }
            String boundary = boundary();
            HttpConnection connection =
                    send(operation, request, body(call, boundary), call, NDJSON);
            AutoCloseable behind = () -> {};
            if (hasBody(call)) {
                Upload upload = upload(connection, input, call.onProgress());
                Future<?> sending =
                        portal().fork(
                                        "upload",
                                        () -> {
                                            send(upload, call, boundary);
                                            return true;
                                        });
                behind = () -> sending.cancel(true);
            }
            return new RemoteItems<>(
                    this, successful(connection), item, operation.output(), behind);
        });
    }

    private <I, O> O callHere(
            Operation<I, O> operation,
            I input,
            CallOptions call,
            @Nullable RemoteRunning<O> running)
            throws InterruptedException {
        Duration timeout = call.timeout();
        if (timeout == null) {
            return tried(operation, input, call, running);
        }
        try {
            return CancelScope.failAfter(
                    timeout.plus(GRACE), scope -> tried(operation, input, call, running));
        } catch (TimeoutException e) {
            throw new OperationFailed(
                    ErrorCode.TIMEOUT,
                    server + " did not answer within " + Durations.format(timeout),
                    e);
        }
    }

    /// Tries again what failed retryably, if doing it twice is doing it once and nothing was seen
    /// yet.
    private <I, O> O tried(
            Operation<I, O> operation,
            I input,
            CallOptions call,
            @Nullable RemoteRunning<O> running)
            throws InterruptedException {
        boolean again =
                operation.is(Hint.IDEMPOTENT)
                        && operation.bodyOut() == BodyOut.VALUE
                        && operation.bodyIn() == BodyIn.NONE;
        for (int attempt = 1; ; attempt++) {
            try {
                return once(operation, input, call, running);
            } catch (OperationFailed failed) {
                Failure failure = failed.failure();
                if (!again
                        || attempt >= options.tries()
                        || !failure.retryable()
                        || failure.code() == ErrorCode.TIMEOUT) {
                    throw failed;
                }
                Duration wait =
                        failure.retryAfter() != null
                                ? failure.retryAfter()
                                : Duration.ofMillis(50L << attempt)
                                        .plusMillis(Math.floorMod(Rng.nextLong(), 50L));
                Time.sleep(wait);
            }
        }
    }

    private <I, O> O once(
            Operation<I, O> operation,
            I input,
            CallOptions call,
            @Nullable RemoteRunning<O> running)
            throws InterruptedException {
        RestRequest request = RestRequest.of(operation, input, base);
        boolean rows = operation.bodyOut() == BodyOut.ROWS && call.onItem() != ItemSink.DISCARD;
        boolean events = call.onProgress() != null;
        Body named = named(call);
        if (named != null || !hasBody(call)) {
            Body body = named != null ? named : body(call, null);
            String accept = events ? "text/event-stream" : rows ? NDJSON : "application/json";
            try (HttpConnection connection = send(operation, request, body, call, accept)) {
                return answer(operation, call, running, connection);
            } catch (OperationFailed failed) {
                if (named == null) {
                    throw failed;
                }
                requireRefusal(failed);
            }
        }
        String boundary = boundary();
        String accept = rows ? NDJSON : "application/json";
        try (HttpConnection connection =
                send(operation, request, body(call, boundary), call, accept)) {
            Upload upload = upload(connection, input, call.onProgress());
            try {
                return TaskGroup.open(
                        "request",
                        group -> {
                            var sending =
                                    group.fork(
                                            "upload",
                                            () -> {
                                                send(upload, call, boundary);
                                                return true;
                                            });
                            O output = answer(operation, call, running, connection);
                            sending.cancel("the answer is here");
                            return output;
                        });
            } catch (OperationFailed failed) {
                OperationFailed first = upload.failure();
                throw first != null ? first : failed;
            }
        }
    }

    private <O> O answer(
            Operation<?, O> operation,
            CallOptions call,
            @Nullable RemoteRunning<O> running,
            HttpConnection connection)
            throws InterruptedException {
        Reply reply = successful(connection);
        if (running != null) {
            running.identified(reply.operationId());
        }
        if (!Rows.isIn(reply)) {
            return Json.standard()
                    .readOutput(Json.standard().parse(reply.whole()), operation.output());
        }
        Rows said = new Rows(reply);
        Class<?> item = operation.item();
        while (true) {
            switch (said.next()) {
                case Rows.Said.Item(JsonNode json) -> {
                    if (item != null && call.onItem() != null) {
                        call.onItem().item(Json.standard().readOutput(json, item));
                    }
                }
                case Rows.Said.Progressed(JsonNode json) -> {
                    var progress = Rows.progress(json);
                    if (progress != null && call.onProgress() != null) {
                        call.onProgress().progress(progress);
                    }
                }
                case Rows.Said.Result(JsonNode json) -> {
                    return Json.standard().readOutput(json, operation.output());
                }
            }
        }
    }

    private static boolean hasBody(CallOptions call) {
        return call.bytes() != null || call.tree() != null;
    }

    private Reply successful(HttpConnection connection) throws InterruptedException {
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
    private record Body(
            @Nullable String type,
            @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] bytes) {}

    private static Body body(CallOptions call, @Nullable String boundary) {
        if (call.tree() != null) {
            return new Body("multipart/form-data; boundary=" + boundary, null);
        }
        return new Body(call.bytes() != null ? "application/octet-stream" : null, null);
    }

    /// The body that names the file or folder of the call; null when its bytes must be sent.
    private @Nullable Body named(CallOptions call) throws InterruptedException {
        if (local == null || !hasBody(call)) {
            return null;
        }
        FileView view = FileView.ofThisProcess(disk);
        PathBody path = view == null ? null : PathBody.of(call.bytes(), call.tree(), view);
        return path == null ? null : new Body(PathBody.MEDIA_TYPE, path.toBytes());
    }

    /// Passes when the server wants the bytes instead of a path, which it will go on to do.
    private void requireRefusal(OperationFailed failed) {
        if (!LocalFiles.isRefusal(failed.failure())) {
            throw failed;
        }
        local = null;
    }

    private HttpConnection send(
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
        } catch (java.io.IOException broken) {
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    server + " closed the connection: " + HttpConnection.text(broken),
                    broken);
        } finally {
            if (!sent) {
                connection.close();
            }
        }
    }

    private Upload upload(
            HttpConnection connection, Object input, @Nullable ProgressSink progress) {
        JsonNode fields = Json.standard().tree(input);
        return new Upload(
                connection,
                disk,
                progress,
                fields.path("preserve_mode").asBoolean(false),
                fields.path("preserve_mtime").asBoolean(false));
    }

    private static void send(Upload upload, CallOptions call, String boundary)
            throws InterruptedException {
        ByteSource bytes = call.bytes();
        Tree tree = call.tree();
        if (bytes != null) {
            upload.send(bytes);
        } else if (tree != null) {
            upload.send(tree, boundary);
        }
    }

    private static String boundary() {
        return "ipfs-kit-" + Rng.uuid();
    }

    @Override
    public Capabilities capabilities() throws InterruptedException {
        JsonNode commands = get("/cli/commands");
        List<String> operations = new ArrayList<>();
        for (JsonNode command : commands.path("items")) {
            operations.add(
                    command.path("group").asString("") + "." + command.path("name").asString(""));
        }
        List<Capabilities.Missing> missing = new ArrayList<>();
        for (JsonNode part : get("/admin/health").path("missing")) {
            missing.add(Json.standard().read(part, Capabilities.Missing.class));
        }
        return new Capabilities(operations, missing);
    }

    @Override
    public KitInfo info() throws InterruptedException {
        JsonNode version = get("/ipfs/version");
        return new KitInfo(
                version.path("version").asString(""),
                version.path("backend").asString(""),
                version.path("engine").asString(""),
                version.path("java").asString(""),
                null,
                server.toString());
    }

    private JsonNode get(String path) throws InterruptedException {
        return enter(() -> {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Accept", "application/json");
            if (options.token() != null) {
                headers.put("Authorization", "Bearer " + options.token());
            }
            try (HttpConnection connection =
                    HttpConnection.open(server, options.connectTimeout())) {
                connection.sendHead("GET", base + "/api/v1" + path, headers, false);
                return Json.standard().parse(successful(connection).whole());
            }
        });
    }

    /// Does `work` as a task: in the caller's scope when it is one, else in a run of the kit's own.
    <T extends @Nullable Object> T enter(Callable<T> work) throws InterruptedException {
        synchronized (this) {
            if (closed) {
                throw new ClosedResource("the connection to " + server + " was closed");
            }
        }
        try {
            return AnyIO.isInside() ? work.call() : portal().call(work);
        } catch (RuntimeException | InterruptedException e) {
            if (e instanceof CancellationException && !AnyIO.isInside()) {
                throw new OperationFailed(
                        ErrorCode.CANCELLED, "the call to " + server + " was cancelled", e);
            }
            throw e;
        } catch (Exception e) {
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    "talking to " + server + " failed: " + HttpConnection.text(e),
                    e);
        }
    }

    private Portal portal() {
        synchronized (this) {
            if (closed) {
                throw new ClosedResource("the connection to " + server + " was closed");
            }
            if (portal == null) {
                portal = Portal.start(Backends.named("threads"));
            }
            return portal;
        }
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// The server, without anything secret.
    @Override
    public String toString() {
        return "RemoteKit[" + server + "]";
    }

    @Override
    public void close() {
        Portal started;
        synchronized (this) {
            closed = true;
            started = portal;
            portal = null;
        }
        if (started != null) {
            started.stop(true);
            started.close();
        }
    }
}
