package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

/// The way of one connection's packets from one of its ends to the other: in order, or lost.
/// Guarded by the world's monitor.
final class PacketPath {
    private final SimNetwork network;
    private final Way way;
    private @Nullable Endpoint peer;
    private long lastArrival;
    private long expectedBy;

    /// Makes a path.
    ///
    /// @param peer the other end, null while there is none
    PacketPath(SimNetwork network, Way way, @Nullable Endpoint peer) {
        this.network = network;
        this.way = way;
        this.peer = peer;
    }

    /// The host at the other end, null when nobody has the address.
    @Nullable SimHost to() {
        return way.to();
    }

    @Nullable Endpoint peer() {
        return peer;
    }

    void peer(Endpoint answering) {
        peer = answering;
    }

    /// The other end of a connection that has one.
    Endpoint there() {
        Endpoint known = peer;
        if (known == null) {
            throw new IllegalStateException("nobody has answered yet");
        }
        return known;
    }

    /// Whether a packet that leaves now is lost, in one of the two directions.
    boolean isCut() {
        return way.out().isCut() || way.back().isCut();
    }

    /// Sends a packet without content; returns whether it left.
    boolean pass(Runnable arrival) {
        return leave(way.out().cross(Wire.HEADER), arrival);
    }

    /// Sends a packet of the sender's bytes, which is to be acknowledged.
    void pass(int bytes, Runnable arrival) {
        long at = way.out().cross(Wire.HEADER + bytes);
        expectedBy = Math.max(expectedBy, Math.max(at, now() + way.out().slowest()));
        leave(at, arrival);
    }

    /// Returns the nanoseconds within which an acknowledgement of what is under way may come.
    long answerNanos() {
        return Math.max(0, expectedBy - now()) + way.back().slowest();
    }

    private boolean leave(long at, Runnable arrival) {
        if (at == Wire.LOST) {
            return false;
        }
        lastArrival = Math.max(lastArrival, at);
        network.agenda().at(lastArrival, () -> arrive(arrival));
        return true;
    }

    private void arrive(Runnable arrival) {
        SimHost to = way.to();
        if (!way.out().isCut() && to != null && to.isUp()) {
            arrival.run();
            return;
        }
        network.tally().packetsLost++;
        if (peer != null) {
            peer.probeIfWaiting();
        }
    }

    private long now() {
        return network.agenda().now();
    }
}
