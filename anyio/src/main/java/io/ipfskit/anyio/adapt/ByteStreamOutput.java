package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.net.ByteStream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A blocking stream whose bytes a connection sends.
final class ByteStreamOutput extends OutputStream {
    private final Portal portal;
    private final ByteStream into;

    ByteStreamOutput(Portal portal, ByteStream into) {
        this.portal = portal;
        this.into = into;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
        Crossing.call(
                portal,
                () -> {
                    into.send(bytes);
                    return 0;
                });
    }

    @Override
    public void close() throws IOException {
        Crossing.call(
                portal,
                () -> {
                    into.closeOutput();
                    return 0;
                });
    }
}
