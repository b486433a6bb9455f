package io.ipfskit.node.fetch;

import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;

import java.nio.ByteBuffer;
import java.util.List;

/// Gives bytes in pieces, then its end; takes whatever it is sent.
final class ScriptedStream implements ByteStream {
    private final ByteBuffer bytes;
    private final int piece;

    ScriptedStream(byte[] bytes, int piece) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.piece = piece;
    }

    @Override
    public int receive(ByteBuffer into) {
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = Math.min(piece, Math.min(into.remaining(), bytes.remaining()));
        into.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public void send(ByteBuffer from) {
        from.position(from.limit());
    }

    @Override
    public void send(List<ByteBuffer> from) {
        from.forEach(this::send);
    }

    @Override
    public void closeOutput() {}

    @Override
    public Address local() {
        return Address.of("127.0.0.1", 1);
    }

    @Override
    public Address remote() {
        return Address.of("127.0.0.1", 2);
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}
}
