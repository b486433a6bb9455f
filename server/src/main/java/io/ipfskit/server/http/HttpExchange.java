package io.ipfskit.server.http;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// One request and its response, for blocking code in a task. Belongs to that task: reads and
/// writes come from one task at a time; only [#cancel] may come from anywhere.
///
/// Ending: a response is complete after [#finish] or one of the `respond` methods, and broken off
/// after [#abort]; the listener does the one that is missing.
public final class HttpExchange {
    /// How long a refused body is read and thrown away, so that a client that is still sending can
    /// read the refusal instead of seeing its connection reset.
    private static final Duration LINGER = Duration.ofSeconds(2);

    /// Bytes of a body after which the reader lets other tasks run.
    private static final int TURN_BYTES = 128 * 1024;

    private static final List<String> CONTENT_HEADERS =
            List.of(
                    "Content-Type",
                    "Content-Length",
                    "Content-Disposition",
                    "Content-Security-Policy",
                    "Content-Location",
                    "Accept-Ranges",
                    "Cache-Control",
                    "ETag",
                    "Last-Modified",
                    "Location");

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final boolean isHead;
    private final long startedNanos = System.nanoTime();
    private final @Nullable WatchfulEndPoint watched;
    private final AtomicReference<@Nullable String> cancelReason = new AtomicReference<>();
    private final AtomicBoolean completed = new AtomicBoolean();
    private volatile @Nullable CancelScope scope;

    // Of the task.
    private Content.@Nullable Chunk chunk;
    private int readInTurn;
    private volatile boolean isBodyEnded;
    private @Nullable Runnable beforeFirstByte;
    private boolean isFinished;
    private @Nullable PendingIo pendingWrite;
    private @Nullable Query query;
    private volatile boolean isIoPending;

    HttpExchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.isHead = request.getMethod().equals("HEAD");
        boolean isHttp1 =
                request.getConnectionMetaData().getHttpVersion().getVersion()
                        < HttpVersion.HTTP_2.getVersion();
        this.watched =
                isHttp1
                                && request.getConnectionMetaData().getConnection().getEndPoint()
                                        instanceof WatchfulEndPoint endPoint
                        ? endPoint
                        : null;
    }

    // ---- the request ----

    /// The method, `GET` for example.
    public String method() {
        return request.getMethod();
    }

    /// Whether only the head of the response is wanted.
    public boolean isHead() {
        return isHead;
    }

    /// The path as it came, percent-encoded, without the query.
    public String rawPath() {
        String path = request.getHttpURI().getPath();
        return path == null ? "/" : path;
    }

    /// The parameters of the query.
    ///
    /// @throws io.ipfskit.operation.OperationFailed `invalid_argument` when it is malformed
    public Query query() {
        Query parsed = query;
        if (parsed == null) {
            parsed = Query.parse(request.getHttpURI().getQuery());
            query = parsed;
        }
        return parsed;
    }

    /// The query as it came, or null.
    public @Nullable String rawQuery() {
        return request.getHttpURI().getQuery();
    }

    /// The first header of this name, or null.
    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    /// All headers of this name.
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(1);
        request.getHeaders().getFields(name).forEach(field -> values.add(field.getValue()));
        return values;
    }

    /// The authority the client asked for, from `Host` or `:authority`, or null.
    public @Nullable String authority() {
        String host = header("Host");
        return host == null ? request.getHttpURI().getAuthority() : host;
    }

    /// Where the client is.
    public SocketAddress remote() {
        return request.getConnectionMetaData().getRemoteSocketAddress();
    }

    /// The length of the body the client announced, or -1 when it did not.
    public long contentLength() {
        return request.getLength();
    }

    /// Whether a body came or may come.
    public boolean hasBody() {
        return contentLength() > 0
                || (contentLength() < 0
                        && (header("Transfer-Encoding") != null
                                || (watched == null && !isHead && !method().equals("GET"))));
    }

    /// Whether a part of the body has not been read; from any task.
    public boolean isBodyPending() {
        return !isBodyEnded && hasBody();
    }

    /// Reads bytes of the body: at least one into `target`, or -1 at its end.
    ///
    /// @throws IOException when the client left before the end of its body
    public int read(ByteBuffer target) throws IOException, InterruptedException {
        while (true) {
            Content.Chunk current = chunk;
            if (current != null) {
                if (current.hasRemaining()) {
                    int count = transfer(current, target);
                    readInTurn += count;
                    if (readInTurn >= TURN_BYTES) {
                        readInTurn = 0;
                        Checkpoint.now(); // a body that comes fast enough never waits
                    }
                    return count;
                }
                isBodyEnded |= current.isLast();
                current.release();
                chunk = null;
            }
            if (isBodyEnded) {
                return -1;
            }
            Content.Chunk next = request.read();
            if (next == null) {
                awaitContent();
            } else if (Content.Chunk.isFailure(next)) {
                throw new ClientGone("sending the body of its request", next.getFailure());
            } else {
                chunk = next;
            }
        }
    }

    private static int transfer(Content.Chunk chunk, ByteBuffer target) {
        ByteBuffer bytes = chunk.getByteBuffer();
        int count = Math.min(bytes.remaining(), target.remaining());
        target.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        return count;
    }

    private void awaitContent() throws IOException, InterruptedException {
        PendingIo pending = new PendingIo();
        request.demand(pending::succeeded);
        isIoPending = true;
        try {
            pending.await("sending the body of its request");
        } finally {
            isIoPending = false;
        }
    }

    // ---- the response ----

    /// Sets the status; before the first write.
    public HttpExchange status(int status) {
        response.setStatus(status);
        return this;
    }

    /// Sets a response header; before the first write.
    public HttpExchange set(String name, String value) {
        response.getHeaders().put(name, value);
        return this;
    }

    /// Announces the length of the response; before the first write.
    public HttpExchange contentLength(long length) {
        response.getHeaders().put("Content-Length", length);
        return this;
    }

    /// A response header set before, or null.
    public @Nullable String responseHeader(String name) {
        return response.getHeaders().get(name);
    }

    /// Has `action` run right before the first byte of the response is given to the client.
    public void beforeFirstByte(Runnable action) {
        beforeFirstByte = action;
    }

    /// Throws away what was set about the content of a response that was not sent yet; headers
    /// about the exchange itself stay.
    void reset() {
        if (!isCommitted()) {
            clearContentHeaders();
            response.setStatus(200);
            isFinished = false;
        }
    }

    /// Removes headers about the content of a response that was not sent yet.
    public void clearContentHeaders() {
        CONTENT_HEADERS.forEach(response.getHeaders()::remove);
    }

    /// Whether a part of the response has been given to the client.
    public boolean isCommitted() {
        return response.isCommitted();
    }

    /// The status set, 200 when none was.
    public int status() {
        return response.getStatus() == 0 ? 200 : response.getStatus();
    }

    /// Time since the request arrived.
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// Sends bytes of the body and waits until the connection took them: back-pressure. Nothing is
    /// sent for HEAD. The buffer is free again when this returns; when it throws, it may still be
    /// in use and must be left to the garbage collector.
    ///
    /// @throws IOException when the client left
    public void write(ByteBuffer bytes) throws IOException, InterruptedException {
        send(bytes, false);
    }

    /// Ends the response.
    public void finish() throws IOException, InterruptedException {
        if (!isFinished) {
            send(ByteBuffer.allocate(0), true);
        }
    }

    /// Sends the last bytes of the body and ends the response.
    public void finish(ByteBuffer last) throws IOException, InterruptedException {
        send(last, true);
    }

    /// Sends a whole response.
    public void respond(int status, String contentType, byte[] body)
            throws IOException, InterruptedException {
        status(status).set("Content-Type", contentType).contentLength(body.length);
        send(ByteBuffer.wrap(body), true);
    }

    /// As above, with text in UTF-8.
    public void respond(int status, String contentType, String body)
            throws IOException, InterruptedException {
        respond(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private void send(ByteBuffer bytes, boolean isLast) throws IOException, InterruptedException {
        if (isFinished) {
            throw new IllegalStateException("the response to " + this + " has ended");
        }
        Runnable first = beforeFirstByte;
        if (first != null) {
            beforeFirstByte = null;
            first.run();
        }
        PendingIo pending = new PendingIo();
        pendingWrite = pending;
        try {
            response.write(isLast, isHead ? ByteBuffer.allocate(0) : bytes, pending);
        } catch (
                NullPointerException
                        ended) { // Jetty has taken the stream of a lost connection away
            throw new ClientGone("reading the response", ended);
        }
        isFinished = isLast;
        isIoPending = true;
        try {
            pending.await("reading the response");
            pendingWrite = null;
        } finally {
            isIoPending = false;
        }
    }

    /// Sends a whole response without waiting; on any thread.
    public void respondAtOnce(ByteBuffer body) {
        isFinished = true;
        if (completed.compareAndSet(false, true)) {
            unwatch();
            response.write(true, isHead ? ByteBuffer.allocate(0) : body, callback);
        }
    }

    /// Reads what is left of the body and throws it away, for a short time only.
    public void linger() throws InterruptedException {
        if (isBodyEnded || !hasBody()) {
            return;
        }
        ByteBuffer scratch = ByteBuffer.allocate(16 * 1024);
        CancelScope.moveOnAfter(
                LINGER,
                scope -> {
                    try {
                        while (read(scratch.clear()) >= 0) {
                            // thrown away
                        }
                    } catch (IOException gone) {
                        isBodyEnded = true;
                    }
                    return null;
                });
    }

    // ---- life ----

    /// Cancels the work behind this request; from any thread. The first reason counts.
    public void cancel(String reason) {
        cancelReason.compareAndSet(null, reason);
        CancelScope current = scope;
        if (current != null) {
            current.cancel(reason);
        }
    }

    /// Why the request was cancelled, or null.
    public @Nullable String cancelReason() {
        return cancelReason.get();
    }

    /// Whether a read or write of the client is being waited for.
    boolean isIoPending() {
        return isIoPending;
    }

    void watch() {
        request.addFailureListener(failure -> cancel("the client left"));
        if (watched != null) {
            watched.watch(() -> cancel("the client left"));
        }
    }

    private void unwatch() {
        if (watched != null) {
            watched.watch(null);
        }
    }

    void bind(CancelScope requestScope) {
        scope = requestScope;
        String reason = cancelReason.get();
        if (reason != null) {
            requestScope.cancel(reason);
        }
    }

    /// Gives the connection back to Jetty: cleanly when the response has ended, else broken off.
    void complete() {
        releaseChunk();
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        unwatch();
        if (isFinished && pendingWrite == null) {
            NextRequest.after(callback::succeeded);
        } else {
            callback.failed(new EofException("broken off"));
            if (watched != null) {
                watched.close(); // also what a pending write still holds
            }
        }
    }

    /// Breaks the response off: the client sees a reset, never a clean end.
    public void abort() {
        isFinished = false;
        complete();
    }

    private void releaseChunk() {
        Content.Chunk current = chunk;
        chunk = null;
        if (current != null) {
            current.release();
        }
    }

    @Override
    public String toString() {
        return method() + " " + rawPath();
    }
}
