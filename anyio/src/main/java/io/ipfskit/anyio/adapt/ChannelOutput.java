package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.SendChannel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A blocking stream whose bytes go to a channel.
final class ChannelOutput extends OutputStream {
    private final Portal portal;
    private final SendChannel<ByteBuffer> into;
    private final int chunkBytes;
    private ByteBuffer chunk;

    ChannelOutput(Portal portal, SendChannel<ByteBuffer> into, int chunkBytes) {
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("a chunk has at least 1 byte, was " + chunkBytes);
        }
        this.portal = portal;
        this.into = into;
        this.chunkBytes = chunkBytes;
        this.chunk = ByteBuffer.allocate(chunkBytes);
    }

    @Override
    public void write(int value) throws IOException {
        if (!chunk.hasRemaining()) {
            flush(); // what an interrupted one left
        }
        chunk.put((byte) value);
        if (!chunk.hasRemaining()) {
            flush();
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int next = offset;
        while (next < offset + length) {
            int count = Math.min(chunk.remaining(), offset + length - next);
            chunk.put(from, next, count);
            next += count;
            if (!chunk.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (chunk.position() == 0) {
            return;
        }
        ByteBuffer full = chunk.duplicate().flip();
        Crossing.call(
                portal,
                () -> {
                    into.send(full);
                    return 0;
                });
        chunk = ByteBuffer.allocate(chunkBytes); // an interrupted send leaves the bytes here
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            into.close();
        }
    }
}
