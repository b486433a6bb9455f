package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.ResourceGuard;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;

import org.jspecify.annotations.Nullable;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;

/// What a task holds of an [Endpoint]. Bytes are taken under the world's monitor and after the
/// wait, so a cancelled wait has taken none.
final class SimStream implements ByteStream, OnHost {
    private final Object world;
    private final Endpoint endpoint;
    private final ResourceGuard receiving = new ResourceGuard("receiving from");
    private final ResourceGuard sending = new ResourceGuard("sending to");
    private boolean isSendCancelled;

    private SimStream(Endpoint endpoint) {
        this.endpoint = endpoint;
        SimNetwork network = endpoint.host().network();
        this.world = network.monitor();
        network.tally().streamsMade++;
    }

    /// Makes one; under the monitor.
    static SimStream of(Endpoint endpoint) {
        return endpoint.host().network().opened(new SimStream(endpoint));
    }

    @Override
    public SimHost host() {
        return endpoint.host();
    }

    @Override
    public int receive(ByteBuffer into) throws SocketException, InterruptedException {
        return receiving.enter(() -> receiveAlone(into));
    }

    private int receiveAlone(ByteBuffer into) throws SocketException, InterruptedException {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("the buffer to receive into is read-only");
        }
        Checkpoint.ifCancelled();
        while (true) {
            Event event;
            synchronized (world) {
                endpoint.host().network().agenda().catchUp();
                requireOpen();
                if (!into.hasRemaining()) {
                    return 0;
                }
                int count = endpoint.take(into);
                if (count != 0) {
                    return count;
                }
                event = endpoint.readable.arm();
            }
            endpoint.host().network().agenda().await(event);
        }
    }

    @Override
    public void send(ByteBuffer from) throws InterruptedException {
        sending.enter(() -> sendAlone(List.of(from)));
    }

    @Override
    public void send(List<ByteBuffer> from) throws InterruptedException {
        sending.enter(() -> sendAlone(from));
    }

    private int sendAlone(List<ByteBuffer> from) throws InterruptedException {
        Checkpoint.ifCancelled();
        for (ByteBuffer one : from) {
            for (Event full = put(one); full != null; full = put(one)) {
                try {
                    endpoint.host().network().agenda().await(full);
                } catch (InterruptedException cancelled) {
                    synchronized (world) {
                        isSendCancelled = true;
                    }
                    throw cancelled;
                }
            }
        }
        return 0;
    }

    /// Sends what there is room for; returns what to wait for when something is left.
    private @Nullable Event put(ByteBuffer from) {
        synchronized (world) {
            endpoint.host().network().agenda().catchUp();
            requireSendable();
            endpoint.put(from);
            return from.hasRemaining() ? endpoint.writable.arm() : null;
        }
    }

    private void requireSendable() {
        requireOpen();
        if (endpoint.isFinQueued()) {
            throw new ClosedResource("the output of " + this + " was closed");
        }
        requireNotCancelled();
        String broken = endpoint.broken();
        if (broken != null) {
            throw new BrokenResource(this + ": " + broken);
        }
    }

    private void requireNotCancelled() {
        if (isSendCancelled) {
            throw new BrokenResource(this + ": an earlier send was cancelled");
        }
    }

    private void requireOpen() {
        if (endpoint.isClosed()) {
            throw new ClosedResource(this + " was closed");
        }
    }

    @Override
    public void closeOutput() throws InterruptedException {
        Checkpoint.ifCancelled();
        synchronized (world) {
            endpoint.host().network().agenda().catchUp();
            requireOpen();
            requireNotCancelled();
            endpoint.closeOutput();
        }
    }

    @Override
    public Address local() {
        return endpoint.local;
    }

    @Override
    public Address remote() {
        return endpoint.remote;
    }

    @Override
    public void close() {
        synchronized (world) {
            endpoint.host().network().agenda().catchUp();
            if (!endpoint.isClosed()) {
                endpoint.host().network().closed(this);
                endpoint.close();
            }
        }
    }

    @Override
    public void abort() {
        synchronized (world) {
            endpoint.host().network().agenda().catchUp();
            if (!endpoint.isClosed()) {
                endpoint.host().network().closed(this);
                endpoint.abort();
            }
        }
    }

    @Override
    public String toString() {
        return "stream of " + host().name() + ", " + local() + " to " + remote();
    }
}
