package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A connection within the process, over two channels.
final class PipeStream implements ByteStream {
    private final Channel<ByteBuffer> in;
    private final Channel<ByteBuffer> out;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    private PipeStream(Channel<ByteBuffer> in, Channel<ByteBuffer> out) {
        this.in = in;
        this.out = out;
    }

    static PipeStream[] pair() {
        Channel<ByteBuffer> there = Channel.open(16);
        Channel<ByteBuffer> back = Channel.open(16);
        return new PipeStream[] {new PipeStream(back, there), new PipeStream(there, back)};
    }

    @Override
    public int receive(ByteBuffer into) throws IOException, InterruptedException {
        if (!rest.hasRemaining()) {
            if (!(in.receiver().receiveOrEnd()
                    instanceof ReceiveResult.Received<ByteBuffer>(ByteBuffer next))) {
                return -1;
            }
            rest = next;
        }
        int count = Math.min(rest.remaining(), into.remaining());
        into.put(rest.slice().limit(count));
        rest.position(rest.position() + count);
        return count;
    }

    @Override
    public void send(ByteBuffer from) throws IOException, InterruptedException {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        out.sender().send(ByteBuffer.wrap(bytes));
    }

    @Override
    public void send(List<ByteBuffer> from) throws IOException, InterruptedException {
        for (ByteBuffer buffer : from) {
            send(buffer);
        }
    }

    @Override
    public void closeOutput() {
        out.sender().close();
    }

    @Override
    public Address local() {
        return Address.of("localhost", 1);
    }

    @Override
    public Address remote() {
        return Address.of("localhost", 2);
    }

    @Override
    public void close() {
        out.sender().close();
        in.receiver().close();
    }

    @Override
    public void abort() {
        close();
    }
}
