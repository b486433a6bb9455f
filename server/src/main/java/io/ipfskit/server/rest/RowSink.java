package io.ipfskit.server.rest;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.server.http.HttpExchange;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// Text that goes out in pieces from several tasks: rows, progress, heartbeats. Pieces are gathered
/// for a tenth of a second or 16 KiB, whichever comes first, so that many small rows do not make
/// many small writes, and few do not wait. Whoever adds more waits for the client: back-pressure.
///
/// While the request's body has not been read to its end, 8 MiB are gathered before anybody waits.
/// Browsers and many HTTP libraries read nothing before they have sent all; waiting for them would
/// be waiting for each other.
///
/// Invariant: only the owner of `writing` touches the exchange, so pieces go out in their order.
final class RowSink {
    private static final int GATHERED_BYTES_MAX = 16 * 1024;
    private static final int GATHERED_BYTES_MAX_DURING_BODY = 8 << 20;
    private static final Duration GATHER = Duration.ofMillis(100);

    private final HttpExchange exchange;
    private final Runnable beforeFirst;
    private final Lock writing = new Lock();
    private boolean started; // guarded by writing

    // Guarded by this.
    private ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    private volatile long lastWriteNanos = Time.now();

    /// @param beforeFirst sets the head of the response, right before its first byte
    RowSink(HttpExchange exchange, Runnable beforeFirst) {
        this.exchange = exchange;
        this.beforeFirst = beforeFirst;
    }

    /// Adds a piece; waits while the client is slow.
    void add(String piece) throws IOException, InterruptedException {
        int size;
        synchronized (this) {
            gathered.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
            size = gathered.size();
        }
        if (size
                > (exchange.isBodyPending()
                        ? GATHERED_BYTES_MAX_DURING_BODY
                        : GATHERED_BYTES_MAX)) {
            flush();
        }
    }

    /// Sends what was gathered.
    void flush() throws IOException, InterruptedException {
        writing.lock();
        try {
            byte[] bytes = take();
            if (bytes.length > 0) {
                if (!started) {
                    started = true;
                    beforeFirst.run();
                }
                exchange.write(ByteBuffer.wrap(bytes));
                lastWriteNanos = Time.now();
            }
        } finally {
            writing.unlock();
        }
    }

    private synchronized byte[] take() {
        if (gathered.size() == 0) {
            return new byte[0];
        }
        byte[] bytes = gathered.toByteArray();
        gathered = new ByteArrayOutputStream();
        return bytes;
    }

    /// Runs `work`, and meanwhile sends what is gathered again and again; and `heartbeat`, if it is
    /// not empty, after `silence` without a byte. When this returns, no write is on its way: what
    /// is sent next finds the response free, also when `work` failed.
    @SuppressWarnings("NullAway") // the result is the work's, where no failure is thrown
    <R extends @Nullable Object> R flowing(
            String heartbeat, Duration silence, Unsent.Invoke<R> work)
            throws IOException, InterruptedException {
        Event ended = new Event();
        AtomicReference<@Nullable OperationFailed> failure = new AtomicReference<>();
        R result =
                TaskGroup.open(
                        "rows",
                        group -> {
                            var _ =
                                    group.fork(
                                            "flow of rows",
                                            () -> {
                                                keepFlowing(heartbeat, silence, ended);
                                                return null;
                                            });
                            try {
                                return work.run();
                            } catch (OperationFailed failed) {
                                failure.set(failed); // thrown here it would cancel a write midway
                                return null;
                            } finally {
                                ended.set();
                            }
                        });
        OperationFailed failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return result;
    }

    private void keepFlowing(String heartbeat, Duration silence, Event ended)
            throws IOException, InterruptedException {
        while (!ended.isSet()) {
            var _ =
                    CancelScope.moveOnAfter(
                            GATHER,
                            _ -> {
                                ended.await();
                                return null;
                            });
            if (ended.isSet()) {
                return;
            }
            if (!heartbeat.isEmpty() && Time.now() - lastWriteNanos >= silence.toNanos()) {
                add(heartbeat);
            }
            flush();
        }
    }
}
