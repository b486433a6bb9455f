package io.ipfskit.server.rest;

import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Time;
import io.ipfskit.server.http.HttpExchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Text that goes out in pieces from several tasks: rows, progress, heartbeats. Pieces are gathered
/// for a tenth of a second or 16 KiB, whichever comes first, so that many small rows do not make
/// many small writes, and few do not wait.
final class RowSink {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final Duration GATHER = Duration.ofMillis(100);

    private final HttpExchange exchange;
    private final Runnable beforeFirst;
    private final Lock lock = new Lock();

    // Guarded by the lock.
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private boolean started;
    private long lastWriteNanos = Time.now();

    /// @param beforeFirst sets the head of the response, right before its first byte
    RowSink(HttpExchange exchange, Runnable beforeFirst) {
        this.exchange = exchange;
        this.beforeFirst = beforeFirst;
    }

    /// Adds a piece; waits while the client is slow.
    void add(String piece) throws IOException, InterruptedException {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (bytes.length > buffer.remaining()) {
                writeOut();
            }
            if (bytes.length > buffer.remaining()) {
                start();
                exchange.write(ByteBuffer.wrap(bytes));
                lastWriteNanos = Time.now();
            } else {
                buffer.put(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Sends what was gathered.
    void flush() throws IOException, InterruptedException {
        lock.lock();
        try {
            writeOut();
        } finally {
            lock.unlock();
        }
    }

    /// Sends what is gathered, again and again; and `heartbeat`, if it is not empty, after
    /// `silence` without a byte.
    void keepFlowing(String heartbeat, Duration silence) throws IOException, InterruptedException {
        while (true) {
            Time.sleep(GATHER);
            if (!heartbeat.isEmpty() && Time.now() - lastWriteNanos >= silence.toNanos()) {
                add(heartbeat);
            }
            flush();
        }
    }

    private void start() {
        if (!started) {
            started = true;
            beforeFirst.run();
        }
    }

    private void writeOut() throws IOException, InterruptedException {
        if (buffer.position() == 0) {
            return;
        }
        start();
        ByteBuffer full = buffer;
        buffer = ByteBuffer.allocate(BUFFER_BYTES); // a cancelled write may still hold the old one
        exchange.write(full.flip());
        lastWriteNanos = Time.now();
    }
}
