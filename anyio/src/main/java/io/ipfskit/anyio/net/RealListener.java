package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Time;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// A listener on a socket of this machine.
final class RealListener implements Listener {
    /// A pause after an accept that failed, so that a loop around it does not spin.
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ServerSocketChannel channel;
    private final PolledChannel polled;
    private final Interest acceptable;
    private final Address address;
    private final ListenOptions options;
    private volatile boolean hasFailed;

    /// Takes the bound channel over: it is closed here when that fails.
    ///
    /// @param afterClose removes what is left of the address
    RealListener(
            Sockets sockets,
            ServerSocketChannel channel,
            ListenOptions options,
            Runnable afterClose)
            throws IOException {
        this.channel = channel;
        this.options = options;
        this.address = SocketAddresses.of(channel.getLocalAddress());
        this.polled = new PolledChannel(sockets, channel, "the listener on " + address, afterClose);
        this.acceptable =
                new Interest(polled, SelectionKey.OP_ACCEPT, false, "stream on " + address);
    }

    @Override
    public ByteStream accept() throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        polled.requireOpen();
        if (hasFailed) {
            Time.sleep(PAUSE);
            hasFailed = false;
        }
        SocketChannel accepted;
        try {
            Object now = acceptable.tryNow(channel::accept);
            accepted = (SocketChannel) (now == null ? acceptable.await(channel::accept) : now);
        } catch (IOException failed) {
            hasFailed = true;
            throw new IOException(polled + " could not accept: " + failed.getMessage(), failed);
        }
        RealStream stream =
                new RealStream(polled.sockets(), accepted, "a stream accepted on " + address);
        stream.connected(options.isNoDelay(), false);
        return stream;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        polled.closeAndFree();
    }

    @Override
    public String toString() {
        return "Listener[" + address + "]";
    }
}
