package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.ResourceGuard;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.DatagramSocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;

/// A UDP socket of a simulated host.
final class SimDatagramSocket implements DatagramSocket, OnHost {
    /// IP and UDP headers.
    private static final int HEADER = 28;

    private record Arrived(Address.Inet from, ByteBuffer bytes) {}

    private final SimHost host;
    private final Object world;
    private final Address.Inet address;
    private final boolean isLoopbackOnly;
    private final ResourceGuard receiving = new ResourceGuard("receiving from");
    private final ResourceGuard sending = new ResourceGuard("sending from");
    private final Signal readable = new Signal("network receive");

    // Guarded by the world's monitor.
    private final ArrayDeque<Arrived> arrived = new ArrayDeque<>();
    private int arrivedBytes;
    private boolean isClosed;

    SimDatagramSocket(SimHost host, Address.Inet address, boolean isLoopbackOnly) {
        this.host = host;
        this.world = host.network().monitor();
        this.address = address;
        this.isLoopbackOnly = isLoopbackOnly;
    }

    @Override
    public SimHost host() {
        return host;
    }

    @Override
    public Address.Inet receive(ByteBuffer into) throws InterruptedException {
        return receiving.enter(() -> receiveAlone(into));
    }

    private Address.Inet receiveAlone(ByteBuffer into) throws InterruptedException {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("the buffer to receive into is read-only");
        }
        Checkpoint.ifCancelled();
        while (true) {
            Event event;
            synchronized (world) {
                host.network().agenda().catchUp();
                requireOpen();
                Arrived first = arrived.poll();
                if (first != null) {
                    ByteBuffer bytes = first.bytes;
                    arrivedBytes -= bytes.remaining() + HEADER;
                    into.put(bytes.slice(0, Math.min(bytes.remaining(), into.remaining())));
                    host.network().tally().datagramsReceived++;
                    return first.from;
                }
                event = readable.arm();
            }
            host.network().agenda().await(event);
        }
    }

    @Override
    public void send(ByteBuffer from, Address.Inet to) throws IOException, InterruptedException {
        if (from.remaining() > PAYLOAD_MAX) {
            throw new IllegalArgumentException(
                    "a datagram has at most "
                            + PAYLOAD_MAX
                            + " bytes, this one "
                            + from.remaining());
        }
        sending.enter(() -> sendAlone(from, to));
    }

    private int sendAlone(ByteBuffer from, Address.Inet to)
            throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        while (true) {
            long queued;
            synchronized (world) {
                host.network().agenda().catchUp();
                requireOpen();
                Way way = host.way(to.host());
                Wire wire = way.out();
                queued = wire.queued() - wire.nanosFor(host.network().options().socketBuffer());
                if (queued <= 0) {
                    byte[] bytes = new byte[from.remaining()];
                    from.get(bytes);
                    launch(bytes, way, to.port());
                    return bytes.length;
                }
            }
            Time.sleep(Duration.ofNanos(queued));
        }
    }

    private void launch(byte[] bytes, Way way, int port) {
        Tally tally = host.network().tally();
        tally.datagramsSent++;
        Address.Inet source = new Address.Inet(host.sourceFor(way), address.port());
        int copies = 1;
        if (host.network().chance().of(way.out().link().duplicate())) {
            tally.datagramsDuplicated++;
            copies = 2;
        }
        for (int i = 0; i < copies; i++) {
            long at = way.out().crossUnordered(HEADER + bytes.length);
            if (at != Wire.LOST) {
                host.network().agenda().at(at, () -> arrive(way, port, source, bytes));
            }
        }
    }

    private static void arrive(Way way, int port, Address.Inet source, byte[] bytes) {
        SimHost to = way.to();
        if (to == null) {
            return;
        }
        SimDatagramSocket socket = to.datagramSocket(port);
        if (way.out().isCut() || !to.isUp()) {
            to.network().tally().packetsLost++;
        } else if (socket == null || (socket.isLoopbackOnly && !way.isLoopback())) {
            to.network().tally().datagramsDropped++;
        } else {
            socket.take(new Arrived(source, ByteBuffer.wrap(bytes)));
        }
    }

    private void take(Arrived one) {
        int size = one.bytes.remaining() + HEADER;
        if (arrivedBytes + size > host.network().options().socketBuffer() && !arrived.isEmpty()) {
            host.network().tally().datagramsDropped++;
            return;
        }
        arrivedBytes += size;
        arrived.add(one);
        readable.fire();
    }

    private void requireOpen() {
        if (isClosed) {
            throw new ClosedResource("the UDP socket on " + address + " was closed");
        }
    }

    @Override
    public Address.Inet address() {
        return address;
    }

    @Override
    public void close() {
        synchronized (world) {
            host.network().agenda().catchUp();
            if (!isClosed) {
                host.network().closed(this);
                host.endBinding(this);
                lose();
            }
        }
    }

    /// The host crashed, or the socket was closed: what arrived is gone.
    void lose() {
        isClosed = true;
        arrived.clear();
        readable.fire();
    }

    @Override
    public String toString() {
        return "UDP socket of " + host.name() + " on " + address;
    }
}
