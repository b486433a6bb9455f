package io.ipfskit.kit.remote;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.RunOptions;
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
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.Operation.Hint;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final Requests requests;

    // Guarded by this.
    private @Nullable Portal portal;
    private boolean closed;

    private RemoteKit(URI server, ClientOptions options, Disk disk) {
        this.server = server;
        this.requests = new Requests(server, options, disk);
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
        if (operation.bodyOut() != BodyOut.BYTES || Requests.hasBody(call)) {
            throw new IllegalArgumentException(operation + " gives no bytes, or takes a body");
        }
        return enter(() -> {
            RestRequest request = requests.request(operation, input);
            return traced(
                    operation,
                    span -> {
                        HttpConnection connection =
                                requests.send(
                                        span,
                                        operation,
                                        request,
                                        Requests.body(call, null),
                                        call,
                                        "*/*");
                        return new RemoteStream(this, requests.successful(connection));
                    });
        });
    }

    @Override
    public <I, T, O> Items<T, O> items(
            Operation<I, O> operation, Class<T> item, I input, CallOptions call)
            throws InterruptedException {
        if (operation.bodyOut() != BodyOut.ROWS || operation.item() != item) {
            throw new IllegalArgumentException(operation + " gives no rows of " + item.getName());
        }
        return enter(
                () -> traced(operation, span -> itemsHere(span, operation, item, input, call)));
    }

    /// The span ends when the answer begins: the rows may be taken by another task.
    private <I, T, O> Items<T, O> itemsHere(
            Meters.Span span, Operation<I, O> operation, Class<T> item, I input, CallOptions call)
            throws InterruptedException {
        RestRequest request = requests.request(operation, input);
        Requests.Body named = requests.named(call);
        if (named != null) {
            HttpConnection connection =
                    requests.send(span, operation, request, named, call, NDJSON);
            try {
                return new RemoteItems<>(
                        this, requests.successful(connection), item, operation.output(), () -> {});
            } catch (OperationFailed failed) {
                requests.requireRefusal(failed);
            }
        }
        String boundary = Requests.boundary();
        HttpConnection connection =
                requests.send(
                        span, operation, request, Requests.body(call, boundary), call, NDJSON);
        AutoCloseable behind = () -> {};
        if (Requests.hasBody(call)) {
            Upload upload = requests.upload(connection, input, call.onProgress());
            Future<?> sending =
                    portal().fork(
                                    "upload",
                                    () -> {
                                        Requests.send(upload, call, boundary);
                                        return true;
                                    });
            behind = () -> sending.cancel(true);
        }
        return new RemoteItems<>(
                this, requests.successful(connection), item, operation.output(), behind);
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
                return traced(operation, span -> once(span, operation, input, call, running));
            } catch (OperationFailed failed) {
                Failure failure = failed.failure();
                if (!again
                        || attempt >= requests.options().tries()
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

    /// What is done within a span.
    private interface Spanned<R> {
        R run(Meters.Span span) throws InterruptedException;
    }

    /// Does something within the span of its request, which tells how that failed.
    private <R> R traced(Operation<?, ?> operation, Spanned<R> work) throws InterruptedException {
        try (Meters.Span span = requests.span(operation)) {
            try {
                return work.run(span);
            } catch (OperationFailed failed) {
                span.failed(failed).attribute("error.type", failed.failure().code().id());
                throw failed;
            }
        }
    }

    private <I, O> O once(
            Meters.Span span,
            Operation<I, O> operation,
            I input,
            CallOptions call,
            @Nullable RemoteRunning<O> running)
            throws InterruptedException {
        RestRequest request = requests.request(operation, input);
        boolean rows =
                operation.bodyOut() == BodyOut.ROWS && !ItemSink.DISCARD.equals(call.onItem());
        boolean events = call.onProgress() != null;
        Requests.Body named = requests.named(call);
        if (named != null || !Requests.hasBody(call)) {
            Requests.Body body = named != null ? named : Requests.body(call, null);
            String accept = events ? "text/event-stream" : rows ? NDJSON : "application/json";
            try (HttpConnection connection =
                    requests.send(span, operation, request, body, call, accept)) {
                return answer(operation, call, running, connection);
            } catch (OperationFailed failed) {
                if (named == null) {
                    throw failed;
                }
                requests.requireRefusal(failed);
            }
        }
        String boundary = Requests.boundary();
        String accept = rows ? NDJSON : "application/json";
        try (HttpConnection connection =
                requests.send(
                        span, operation, request, Requests.body(call, boundary), call, accept)) {
            Upload upload = requests.upload(connection, input, call.onProgress());
            try {
                return TaskGroup.open(
                        "request",
                        group -> {
                            var sending =
                                    group.fork(
                                            "upload",
                                            () -> {
                                                Requests.send(upload, call, boundary);
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
        Reply reply = requests.successful(connection);
        if (running != null) {
            running.identified(reply.operationId());
        }
        return Answers.take(reply, operation, call);
    }

    @Override
    public Capabilities capabilities() throws InterruptedException {
        JsonNode commands = enter(() -> requests.get("/cli/commands"));
        List<String> operations = new ArrayList<>();
        for (JsonNode command : commands.path("items")) {
            operations.add(
                    command.path("group").asString("") + "." + command.path("name").asString(""));
        }
        List<Capabilities.Missing> missing = new ArrayList<>();
        for (JsonNode part : enter(() -> requests.get("/admin/health")).path("missing")) {
            missing.add(Json.standard().read(part, Capabilities.Missing.class));
        }
        return new Capabilities(operations, missing);
    }

    @Override
    public KitInfo info() throws InterruptedException {
        JsonNode version = enter(() -> requests.get("/ipfs/version"));
        return new KitInfo(
                version.path("version").asString(""),
                version.path("backend").asString(""),
                version.path("engine").asString(""),
                version.path("java").asString(""),
                null,
                server.toString());
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
                RunOptions carrying = new RunOptions().named("portal");
                portal =
                        Portal.start(
                                Backends.named("threads"),
                                requests.options().meters().carriedBy(carrying));
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
