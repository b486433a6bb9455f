package io.ipfskit.anyio.net;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ClosedResource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A stream over a socket of this machine.
final class RealStream implements ByteStream {
    private static final Address NOWHERE = Address.of(Path.of(""));

    private final SocketChannel channel;
    private final PolledChannel polled;
    private final Interest connecting;
    private final Interest readable;
    private final Interest writable;

    private final AtomicBoolean receiving = new AtomicBoolean();
    private final AtomicBoolean sending = new AtomicBoolean();

    // Of the task that receives, or sends.
    private final Turn receiveTurn = new Turn();
    private final Turn sendTurn = new Turn();

    /// Why nothing can be sent any more, null while it can.
    private volatile @Nullable String broken;

    private volatile boolean outputClosed;

    // Set once, before others see the stream.
    private Address local = NOWHERE;
    private Address remote = NOWHERE;

    /// Takes the channel over: it is closed here when that fails.
    RealStream(Sockets sockets, SocketChannel channel, String name) throws IOException {
        this.channel = channel;
        this.polled = new PolledChannel(sockets, channel, name, () -> {});
        this.connecting =
                new Interest(polled, SelectionKey.OP_CONNECT, true, "connection to " + name);
        this.readable = new Interest(polled, SelectionKey.OP_READ, false, "bytes from " + name);
        this.writable = new Interest(polled, SelectionKey.OP_WRITE, true, "room to " + name);
    }

    /// Begins to connect; returns whether that was all.
    boolean connect(SocketAddress target) throws IOException {
        return channel.connect(target);
    }

    /// Finishes connecting.
    void awaitConnected() throws IOException, InterruptedException {
        Interest.Attempt finish = () -> channel.finishConnect() ? Boolean.TRUE : null;
        if (connecting.tryNow(finish) == null) {
            connecting.await(finish);
        }
    }

    /// The stream is connected; closes it when the system tells no addresses.
    void connected(boolean isNoDelay, boolean isKeepAlive) throws IOException {
        try {
            local = SocketAddresses.of(channel.getLocalAddress());
            remote = SocketAddresses.of(channel.getRemoteAddress());
        } catch (IOException | RuntimeException gone) {
            close();
            throw gone;
        }
        if (remote instanceof Address.Inet) {
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, isNoDelay);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, isKeepAlive);
            } catch (IOException reset) {
                // the peer is gone already, which the first use tells
            }
        }
    }

    @Override
    public int receive(ByteBuffer into) throws IOException, InterruptedException {
        enter(receiving, "receiving from");
        try {
            Checkpoint.ifCancelled();
            polled.requireOpen();
            if (into.isReadOnly()) {
                throw new IllegalArgumentException("the buffer to receive into is read-only");
            }
            if (!into.hasRemaining()) {
                return 0;
            }
            return receiveSome(into);
        } finally {
            receiving.set(false);
        }
    }

    private int receiveSome(ByteBuffer into) throws IOException, InterruptedException {
        Interest.Attempt read = () -> read(into);
        try {
            Object now = readable.tryIfLikely(read);
            if (now != null) {
                receiveTurn.did((Integer) now);
                return (Integer) now;
            }
            int count = (Integer) readable.await(read);
            receiveTurn.waited();
            return count;
        } catch (IOException reset) { // the JDK's own does not say on what
            SocketException failure = new SocketException(polled + ": " + reset.getMessage());
            failure.initCause(reset);
            throw failure;
        }
    }

    /// Reads what is there; null when nothing is.
    private @Nullable Integer read(ByteBuffer into) throws IOException {
        int count;
        if (into.isDirect()) {
            count = channel.read(into);
        } else {
            DirectBuffers buffers = polled.sockets().buffers();
            ByteBuffer piece = buffers.borrow();
            try {
                piece.limit(Math.min(into.remaining(), DirectBuffers.SIZE));
                count = channel.read(piece);
                into.put(piece.flip());
            } finally {
                buffers.giveBack(piece);
            }
        }
        return count == 0 ? null : (Integer) count;
    }

    @Override
    public void send(ByteBuffer from) throws IOException, InterruptedException {
        send(List.of(from));
    }

    @Override
    public void send(List<ByteBuffer> from) throws IOException, InterruptedException {
        enter(sending, "sending to");
        try {
            Checkpoint.ifCancelled();
            requireSendable();
            Outgoing outgoing = new Outgoing(channel, from, polled.sockets().buffers());
            while (!outgoing.isDone()) {
                sendSome(outgoing);
            }
        } finally {
            sending.set(false);
        }
    }

    private void sendSome(Outgoing outgoing) throws InterruptedException {
        try {
            Object now = writable.tryNow(outgoing);
            if (now != null) {
                sendTurn.did((Integer) now);
            } else {
                writable.await(outgoing);
                sendTurn.waited();
            }
        } catch (InterruptedException cancelled) {
            broken = "a send was cancelled, an unknown part of it is with the peer";
            throw cancelled;
        } catch (IOException failed) {
            broken = String.valueOf(failed.getMessage());
            BrokenResource failure = new BrokenResource(polled + " takes no more: " + broken);
            failure.initCause(failed);
            throw failure;
        }
    }

    @Override
    public void closeOutput() throws IOException, InterruptedException {
        enter(sending, "sending to");
        try {
            Checkpoint.ifCancelled();
            polled.requireOpen();
            if (outputClosed) {
                return;
            }
            requireSendable();
            outputClosed = true;
            channel.shutdownOutput();
        } catch (ClosedChannelException closedMeanwhile) {
            throw polled.closedResource();
        } finally {
            sending.set(false);
        }
    }

    @Override
    public Address local() {
        return local;
    }

    @Override
    public Address remote() {
        return remote;
    }

    @Override
    public void close() {
        polled.close();
    }

    @Override
    public void abort() {
        if (!polled.isClosed() && !(remote instanceof Address.Unix)) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException alreadyGone) {
                // then there is nothing to drop
            }
        }
        polled.close();
    }

    @Override
    public String toString() {
        return "ByteStream[" + local + " -> " + remote + "]";
    }

    private void enter(AtomicBoolean busy, String action) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("another task is already " + action + " " + polled);
        }
    }

    private void requireSendable() {
        polled.requireOpen();
        if (outputClosed) {
            throw new ClosedResource("the output to " + polled + " is closed");
        }
        String why = broken;
        if (why != null) {
            throw new BrokenResource(polled + " takes no more: " + why);
        }
    }
}
