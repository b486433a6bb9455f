package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.net.ByteStream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What tests of streams do again and again.
public final class StreamWords {
    private StreamWords() {}

    /// Returns text as bytes.
    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends text.
    public static void send(ByteStream to, String text) throws IOException, InterruptedException {
        to.send(bytes(text));
    }

    /// Receives exactly `count` bytes, as text.
    public static String receive(ByteStream from, int count)
            throws IOException, InterruptedException {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining()) {
            if (from.receive(into) < 0) {
                throw new EOFException("the stream ended after " + into.position() + " bytes");
            }
        }
        return StandardCharsets.UTF_8.decode(into.flip()).toString();
    }

    /// Returns bytes that no two places share by chance.
    public static byte[] random(int count) {
        return Rng.bytes(count);
    }

    /// Sends all and closes the output.
    public static int sendAndEnd(ByteStream to, byte[] content)
            throws IOException, InterruptedException {
        to.send(ByteBuffer.wrap(content));
        to.closeOutput();
        return 0;
    }

    /// Receives until the end; fails unless it was exactly `expected`.
    public static int requireSame(byte[] expected, ByteStream from)
            throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int at = 0;
        while (from.receive(buffer.clear()) >= 0) {
            buffer.flip();
            int count = buffer.remaining();
            assertTrue(at + count <= expected.length, "more bytes than were sent");
            assertEquals(ByteBuffer.wrap(expected, at, count), buffer);
            at += count;
        }
        assertEquals(expected.length, at);
        return 0;
    }

    /// Sends until it fails.
    public static void sendWithoutEnd(ByteStream to) throws IOException, InterruptedException {
        while (true) {
            to.send(ByteBuffer.allocate(1 << 16));
        }
    }
}
