package io.ipfskit.server.http;

import io.ipfskit.operation.ByteStream;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Sends the bytes of a stream as the body of a response.
///
/// What is long goes through one of a few large buffers, into which whole blocks are read without a
/// copy between; when all are in use, by slow readers for example, through a small one.
public final class ByteStreams {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int LARGE_BYTES = 1024 * 1024;
    private static final int LARGE_KEPT = 8;

    // Guarded by itself.
    private static final ArrayDeque<ByteBuffer> LARGE = new ArrayDeque<>(LARGE_KEPT);

    /// Large buffers that may still be made. Guarded by `LARGE`.
    private static int largeLeft = LARGE_KEPT;

    private ByteStreams() {}

    /// Where bytes come from.
    @FunctionalInterface
    public interface Reader {
        /// Puts at least one byte into `target`, which has room, and returns how many; -1 at the
        /// end.
        int read(ByteBuffer target) throws IOException, InterruptedException;
    }

    /// Sends `length` bytes of `stream`, or all when it is -1, and ends the response.
    ///
    /// @throws IOException when the stream breaks or ends early, or when the client left; the
    ///   response is broken off then
    public static void send(HttpExchange exchange, ByteStream stream, long length)
            throws IOException, InterruptedException {
        if (length >= 0) {
            exchange.contentLength(length);
        }
        if (!exchange.isHead()) {
            sendBody(exchange, stream::read, length);
        }
        exchange.finish();
    }

    /// Sends `length` bytes of `reader`, or all when it is -1, as the rest of the body.
    ///
    /// @throws IOException as [#send]
    public static void sendBody(HttpExchange exchange, Reader reader, long length)
            throws IOException, InterruptedException {
        ByteBuffer large = length >= LARGE_BYTES ? takeLarge() : null;
        boolean sent = false;
        try {
            int capacity = length < 0 ? BUFFER_BYTES : (int) Math.min(BUFFER_BYTES, length);
            ByteBuffer buffer =
                    large != null ? large : ByteBuffer.allocateDirect(Math.max(1, capacity));
            send(exchange, reader, length, buffer);
            sent = true;
        } finally {
            if (large != null) {
                // A write that was broken off may still look at its buffer.
                giveBack(sent ? large : null);
            }
        }
    }

    private static void send(HttpExchange exchange, Reader reader, long length, ByteBuffer buffer)
            throws IOException, InterruptedException {
        long left = length < 0 ? Long.MAX_VALUE : length;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            if (!fill(reader, buffer)) {
                if (length >= 0 && left > buffer.position()) {
                    throw new IOException(
                            "the stream ended " + (left - buffer.position()) + " bytes early");
                }
                left = buffer.position();
            }
            left -= buffer.position();
            buffer.flip();
            if (left == 0) {
                exchange.finish(buffer);
            } else {
                exchange.write(buffer);
            }
        }
    }

    /// Fills the buffer; returns whether more may follow.
    private static boolean fill(Reader reader, ByteBuffer buffer)
            throws IOException, InterruptedException {
        while (buffer.hasRemaining()) {
            if (reader.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ByteBuffer takeLarge() {
        synchronized (LARGE) {
            ByteBuffer buffer = LARGE.poll();
            if (buffer != null || largeLeft == 0) {
                return buffer;
            }
            largeLeft--;
        }
        return ByteBuffer.allocateDirect(LARGE_BYTES);
    }

    private static void giveBack(@Nullable ByteBuffer buffer) {
        synchronized (LARGE) {
            if (buffer != null) {
                LARGE.push(buffer);
            } else {
                largeLeft++;
            }
        }
    }
}
