package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;

/// A listener of a simulated host.
final class SimListener implements Listener, OnHost {
    private final SimHost host;
    private final Object world;
    private final ListenQueue queue;
    private boolean isClosed;

    SimListener(SimHost host, ListenQueue queue) {
        this.host = host;
        this.world = host.network().monitor();
        this.queue = queue;
    }

    @Override
    public SimHost host() {
        return host;
    }

    @Override
    public ByteStream accept() throws InterruptedException {
        Checkpoint.ifCancelled();
        while (true) {
            Event event;
            synchronized (world) {
                host.network().agenda().catchUp();
                if (isClosed || queue.isOver()) {
                    throw new ClosedResource("the listener on " + queue.address + " was closed");
                }
                Endpoint connected = queue.poll();
                if (connected != null) {
                    return SimStream.of(connected);
                }
                event = queue.acceptable.arm();
            }
            host.network().agenda().await(event);
        }
    }

    @Override
    public Address address() {
        return queue.address;
    }

    @Override
    public void close() {
        synchronized (world) {
            host.network().agenda().catchUp();
            if (!isClosed) {
                isClosed = true;
                host.network().closed(this);
                host.endListening(queue);
            }
        }
    }

    @Override
    public String toString() {
        return "listener of " + host.name() + " on " + queue.address;
    }
}
