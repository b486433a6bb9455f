package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.net.ByteStream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// What a connection receives, as a blocking stream.
final class ByteStreamInput extends InputStream {
    private final Portal portal;
    private final ByteStream from;

    ByteStreamInput(Portal portal, ByteStream from) {
        this.portal = portal;
        this.from = from;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        ByteBuffer room = ByteBuffer.wrap(into, offset, length);
        return length == 0 ? 0 : Crossing.call(portal, () -> from.receive(room));
    }
}
