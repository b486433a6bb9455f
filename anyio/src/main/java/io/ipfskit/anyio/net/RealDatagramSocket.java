package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Checkpoint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A UDP socket of this machine.
final class RealDatagramSocket implements DatagramSocket {
    private final DatagramChannel channel;
    private final PolledChannel polled;
    private final Interest readable;
    private final Interest writable;
    private final Address.Inet address;

    private final AtomicBoolean receiving = new AtomicBoolean();
    private final AtomicBoolean sending = new AtomicBoolean();

    // Of the task that receives, or sends.
    private final Turn receiveTurn = new Turn();
    private final Turn sendTurn = new Turn();

    // Of the task that sends: the last target that is an address and no name, parsed.
    private Address.@Nullable Inet lastTo;
    private @Nullable InetSocketAddress lastTarget;

    /// Takes the bound channel over: it is closed here when that fails.
    RealDatagramSocket(Sockets sockets, DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.address = (Address.Inet) SocketAddresses.of(channel.getLocalAddress());
        this.polled = new PolledChannel(sockets, channel, "the UDP socket on " + address, () -> {});
        this.readable = new Interest(polled, SelectionKey.OP_READ, false, "datagram on " + address);
        this.writable = new Interest(polled, SelectionKey.OP_WRITE, true, "room on " + address);
    }

    @Override
    public Address.Inet receive(ByteBuffer into) throws IOException, InterruptedException {
        enter(receiving, "receiving from");
        try {
            Checkpoint.ifCancelled();
            polled.requireOpen();
            if (into.isReadOnly()) {
                throw new IllegalArgumentException("the buffer to receive into is read-only");
            }
            Interest.Attempt read = () -> read(into);
            int before = into.position();
            Object sender = readable.tryIfLikely(read);
            if (sender != null) {
                receiveTurn.did(into.position() - before);
            } else {
                sender = readable.await(read);
                receiveTurn.waited();
            }
            return (Address.Inet) SocketAddresses.of((SocketAddress) sender);
        } finally {
            receiving.set(false);
        }
    }

    private @Nullable SocketAddress read(ByteBuffer into) throws IOException {
        if (into.isDirect()) {
            return channel.receive(into);
        }
        DirectBuffers buffers = polled.sockets().buffers();
        ByteBuffer piece = buffers.borrow();
        try {
            piece.limit(Math.min(into.remaining(), DirectBuffers.SIZE));
            SocketAddress sender = channel.receive(piece);
            into.put(piece.flip());
            return sender;
        } finally {
            buffers.giveBack(piece);
        }
    }

    @Override
    public void send(ByteBuffer from, Address.Inet to) throws IOException, InterruptedException {
        int length = from.remaining();
        if (length > PAYLOAD_MAX) {
            throw new IllegalArgumentException(
                    "a datagram has at most " + PAYLOAD_MAX + " bytes, not " + length);
        }
        enter(sending, "sending from");
        try {
            Checkpoint.ifCancelled();
            polled.requireOpen();
            InetSocketAddress target = target(to);
            Interest.Attempt write = () -> write(from, target);
            if (writable.tryNow(write) != null) {
                sendTurn.did(length);
            } else {
                writable.await(write);
                sendTurn.waited();
            }
        } catch (SocketException failed) { // the JDK's own does not say to whom
            SocketException named =
                    new SocketException(polled + " to " + to + ": " + failed.getMessage());
            named.initCause(failed);
            throw named;
        } finally {
            sending.set(false);
        }
    }

    /// What a name stands for may change; an address is parsed once for all that goes there.
    private InetSocketAddress target(Address.Inet to) throws IOException, InterruptedException {
        InetSocketAddress known = lastTarget;
        if (known != null && to.equals(lastTo)) {
            return known;
        }
        InetAddress literal = SocketAddresses.literal(to.host());
        if (literal == null) {
            return SocketAddresses.resolve(to).getFirst();
        }
        InetSocketAddress parsed = new InetSocketAddress(literal, to.port());
        lastTarget = parsed;
        lastTo = to;
        return parsed;
    }

    /// Sends all or nothing; null when there is no room now.
    private @Nullable Object write(ByteBuffer from, InetSocketAddress target) throws IOException {
        DirectBuffers buffers = polled.sockets().buffers();
        ByteBuffer piece = buffers.borrow();
        try {
            int length = from.remaining();
            piece.put(0, from, from.position(), length).limit(length);
            // an empty one counts as sent, whether there was room or not
            if (channel.send(piece, target) < length) {
                return null;
            }
            from.position(from.limit());
            return target;
        } catch (UnsupportedAddressTypeException otherFamily) {
            throw new IOException(polled + " cannot reach " + target, otherFamily);
        } finally {
            buffers.giveBack(piece);
        }
    }

    @Override
    public Address.Inet address() {
        return address;
    }

    @Override
    public void close() {
        polled.closeAndFree();
    }

    @Override
    public String toString() {
        return "DatagramSocket[" + address + "]";
    }

    private void enter(AtomicBoolean busy, String action) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("another task is already " + action + " " + polled);
        }
    }
}
