package io.ipfskit.anyio.sim;

/// One way from one host to another. Guarded by the world's monitor.
///
/// Packets leave one after the other, as the bandwidth allows, also those that get lost behind.
final class Wire {
    /// Instead of an arrival: the packet does not arrive.
    static final long LOST = -1;

    /// What a packet of a stream takes beside its bytes (IP and TCP headers with options).
    static final int HEADER = 60;

    private static final long SECOND = 1_000_000_000;

    private final SimNetwork network;
    private Link link;
    private boolean cut;
    private long busyUntil;
    private long lastDatagram;

    Wire(SimNetwork network, Link link) {
        this.link = link;
        this.network = network;
    }

    Link link() {
        return link;
    }

    void link(Link other) {
        link = other;
    }

    boolean isCut() {
        return cut;
    }

    void cut(boolean now) {
        cut = now;
    }

    /// Sends a packet now; returns when it arrives, or [#LOST]. Whether the way is still there then
    /// is asked on arrival.
    long cross(int bytes) {
        leave(bytes);
        if (cut || network.chance().of(link.loss())) {
            network.tally().packetsLost++;
            return LOST;
        }
        return busyUntil
                + link.latency().toNanos()
                + network.chance().nanos(link.jitter().toNanos());
    }

    /// As [#cross] for a datagram: in order, unless this one is held back.
    long crossUnordered(int bytes) {
        long at = cross(bytes);
        if (at == LOST) {
            return LOST;
        }
        if (network.chance().of(link.reorder())) {
            network.tally().datagramsReordered++;
            return at + 1 + network.chance().nanos(4 * slowest());
        }
        lastDatagram = Math.max(lastDatagram, at);
        return lastDatagram;
    }

    /// Returns how long the packets take that still stand in line to leave, in nanoseconds.
    long queued() {
        return Math.max(0, busyUntil - network.agenda().now());
    }

    /// Returns the nanoseconds that so many bytes take to leave.
    long nanosFor(long bytes) {
        long seconds = bytes / link.bytesPerSecond();
        long rest = bytes % link.bytesPerSecond();
        return seconds * SECOND + (long) ((double) rest * SECOND / link.bytesPerSecond());
    }

    /// Returns what a packet takes at most on its way, in nanoseconds.
    long slowest() {
        return link.latency().plus(link.jitter()).toNanos();
    }

    private void leave(int bytes) {
        busyUntil = Math.max(busyUntil, network.agenda().now()) + nanosFor(bytes);
    }
}
