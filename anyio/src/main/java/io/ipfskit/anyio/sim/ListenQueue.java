package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.net.Address;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/// What a host keeps for one listener: handshakes under way and streams that wait for `accept`,
/// together at most the backlog. Guarded by the world's monitor.
final class ListenQueue {
    final Address address;
    final boolean isLoopbackOnly;
    private final int backlog;
    private final ArrayDeque<Endpoint> waiting = new ArrayDeque<>();
    private int handshakes;
    private boolean isOver;
    final Signal acceptable = new Signal("network accept");

    ListenQueue(Address address, boolean isLoopbackOnly, int backlog) {
        this.address = address;
        this.isLoopbackOnly = isLoopbackOnly;
        this.backlog = backlog;
    }

    boolean isOver() {
        return isOver;
    }

    /// Returns whether one more may begin its handshake, and counts it in.
    boolean begin() {
        if (waiting.size() + handshakes >= backlog) {
            return false;
        }
        handshakes++;
        return true;
    }

    void handshakeEnded() {
        handshakes--;
    }

    /// The handshake ended well; returns whether anybody listens still.
    boolean offer(Endpoint connected) {
        handshakes--;
        if (isOver) {
            return false;
        }
        waiting.add(connected);
        acceptable.fire();
        return true;
    }

    @Nullable Endpoint poll() {
        return waiting.poll();
    }

    /// Listens no more; whoever was not accepted is reset.
    void end() {
        isOver = true;
        for (Endpoint one = waiting.poll(); one != null; one = waiting.poll()) {
            one.abort();
        }
        acceptable.fire();
    }
}
