package io.ipfskit.server.http;

import io.ipfskit.operation.ByteStream;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Sends the bytes of a stream as the body of a response.
public final class ByteStreams {
    private static final int BUFFER_BYTES = 128 * 1024;

    /// What is long is sent in larger pieces: fewer system calls and wake-ups for each byte.
    private static final int LONG_BUFFER_BYTES = 256 * 1024;

    private static final long LONG_BYTES = 4L << 20;

    private ByteStreams() {}

    /// Sends `length` bytes of `stream`, or all when it is -1, and ends the response.
    ///
    /// @throws IOException when the stream breaks or ends early, or when the client left; the
    ///   response is broken off then
    public static void send(HttpExchange exchange, ByteStream stream, long length)
            throws IOException, InterruptedException {
        if (length >= 0) {
            exchange.contentLength(length);
        }
        if (exchange.isHead()) {
            exchange.finish();
            return;
        }
        int most = length >= LONG_BYTES ? LONG_BUFFER_BYTES : BUFFER_BYTES;
        int capacity = length < 0 ? most : (int) Math.min(most, length);
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.max(1, capacity));
        long left = length < 0 ? Long.MAX_VALUE : length;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            if (!fill(stream, buffer)) {
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
        exchange.finish();
    }

    /// Fills the buffer; returns whether more may follow.
    private static boolean fill(ByteStream stream, ByteBuffer buffer)
            throws IOException, InterruptedException {
        while (buffer.hasRemaining()) {
            if (stream.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}
