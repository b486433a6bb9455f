package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.ReceiveResult;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The bytes that a channel brings, as a blocking stream.
final class ChannelInput extends InputStream {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final Portal portal;
    private final ReceiveChannel<ByteBuffer> from;
    private ByteBuffer rest = NONE;
    private boolean isEnded;

    ChannelInput(Portal portal, ReceiveChannel<ByteBuffer> from) {
        this.portal = portal;
        this.from = from;
    }

    @Override
    public int read() throws IOException {
        return fill() ? rest.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, rest.remaining());
        rest.get(into, offset, count);
        return count;
    }

    @Override
    public int available() {
        return rest.remaining();
    }

    @Override
    public void close() {
        from.close();
        rest = NONE;
    }

    private boolean fill() throws IOException {
        while (!rest.hasRemaining() && !isEnded) {
            switch (Crossing.call(portal, from::receiveOrEnd)) {
                case ReceiveResult.Received<ByteBuffer>(ByteBuffer next) -> rest = next;
                case ReceiveResult.End<ByteBuffer> _ -> isEnded = true;
                case ReceiveResult.Empty<ByteBuffer> _ ->
                        throw new IllegalStateException("a receive that waits brings something");
            }
        }
        return rest.hasRemaining();
    }
}
