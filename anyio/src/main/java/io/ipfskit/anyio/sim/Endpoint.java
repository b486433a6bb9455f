package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.net.Address;

import org.jspecify.annotations.Nullable;

import java.net.SocketException;
import java.nio.ByteBuffer;

/// One end of a connection as the host's TCP keeps it (RFC 9293, much simplified): a handshake, the
/// [Transfer] of bytes, and the end. Guarded by the world's monitor.
final class Endpoint {
    enum State {
        SYN_SENT,
        SYN_RECEIVED,
        ESTABLISHED,
        GONE
    }

    private static final long HALF_OPEN_NANOS_MAX = 60_000_000_000L;

    private final SimNetwork network;
    private final SimHost host;
    private final PacketPath path;
    private final ResendTimer timer;
    private final Transfer transfer;
    final Address local;
    final Address remote;
    private final boolean isKeepAlive;
    private final @Nullable ListenQueue listener;
    private State state;
    private long id;
    private boolean isClosed;
    private @Nullable String broken;
    final Signal readable = new Signal("network receive");
    final Signal writable = new Signal("network send");

    private Endpoint(
            SimHost host,
            Way way,
            Address local,
            Address remote,
            boolean isKeepAlive,
            @Nullable Endpoint peer,
            @Nullable ListenQueue listener) {
        this.network = host.network();
        this.host = host;
        this.path = new PacketPath(network, way, peer);
        this.timer = new ResendTimer(network.agenda(), this::onTimer);
        this.transfer = new Transfer(network.options().socketBuffer(), path, timer);
        this.local = local;
        this.remote = remote;
        this.isKeepAlive = isKeepAlive;
        this.listener = listener;
        this.state = peer == null ? State.SYN_SENT : State.SYN_RECEIVED;
    }

    static Endpoint dialling(
            SimHost host, Way way, Address local, Address remote, boolean isKeepAlive) {
        return new Endpoint(host, way, local, remote, isKeepAlive, null, null);
    }

    static Endpoint answering(Endpoint client, SimHost host, Way way, ListenQueue queue) {
        Address here = client.remote;
        Address there = client.local;
        return new Endpoint(host, way, here, there, false, client, queue);
    }

    void id(long given) {
        id = given;
    }

    /// The number among the ends of its host.
    long id() {
        return id;
    }

    State state() {
        return state;
    }

    boolean isClosed() {
        return isClosed;
    }

    @SuppressWarnings("ReferenceEquality") // hosts are made once
    boolean isTo(SimHost other) {
        return path.to() == other;
    }

    SimHost host() {
        return host;
    }

    // ---- the handshake ----

    /// Dials: the first packet, and again until there is an answer.
    void sendSyn() {
        SimHost to = path.to();
        path.pass(() -> {
            if (to != null) {
                to.answer(this);
            }
        });
        timer.setForHandshake();
    }

    void answeredBy(Endpoint server) {
        path.peer(server);
    }

    @Nullable Endpoint peer() {
        return path.peer();
    }

    void sendSynAck() {
        Endpoint client = path.there();
        path.pass(client::onSynAck);
        timer.setForHandshake();
    }

    private void onSynAck() {
        if (state == State.GONE) {
            sendReset();
            return;
        }
        if (state == State.SYN_SENT) {
            state = State.ESTABLISHED;
            timer.rest();
            writable.fire();
        }
        transfer.sendAck();
    }

    private void establish() {
        state = State.ESTABLISHED;
        timer.rest();
        ListenQueue queue = listener;
        if (queue == null || !queue.offer(this)) {
            sendReset();
            destroy("the listener was closed");
        }
    }

    // ---- what the task does ----

    /// Takes what there is room for; returns how much.
    int put(ByteBuffer from) {
        int count = transfer.sending.put(from);
        network.tally().streamBytesSent += count;
        transmit();
        return count;
    }

    /// Gives what is there; returns 0 when one has to wait, -1 at the end.
    int take(ByteBuffer into) throws SocketException {
        int count = transfer.receiving.take(into);
        if (count > 0) {
            network.tally().streamBytesReceived += count;
            if (state == State.ESTABLISHED && transfer.receiving.isWindowWorthTelling()) {
                transfer.sendAck();
            }
            return count;
        }
        if (transfer.receiving.isEnded()) {
            return -1;
        }
        if (broken != null) {
            throw new SocketException(local + " from " + remote + ": " + broken);
        }
        return 0;
    }

    /// Returns why no more bytes can be sent, null while they can.
    @Nullable String broken() {
        return broken;
    }

    boolean isFinQueued() {
        return transfer.sending.isFinQueued();
    }

    void closeOutput() {
        if (!transfer.sending.isFinQueued() && state != State.GONE) {
            transfer.sending.queueFin();
            transmit();
        }
        writable.fire();
    }

    /// Nobody reads here any more. With bytes unread the peer is told by a reset (RFC 2525, section
    /// 2.17), else by the end of the stream, after all that was sent.
    void close() {
        isClosed = true;
        if (state == State.GONE) {
            transfer.receiving.clear();
        } else if (!transfer.receiving.isEmpty()) {
            abort();
        } else {
            closeOutput();
            endIfDone();
        }
        readable.fire();
        writable.fire();
    }

    void abort() {
        isClosed = true;
        if (state != State.GONE) {
            sendReset();
            destroy("aborted here");
        }
        transfer.receiving.clear();
        readable.fire();
        writable.fire();
    }

    /// The end of this end: of a connection that is over, was given up, or of a host.
    void destroy(String reason) {
        if (state == State.GONE) {
            return;
        }
        if (listener != null && state == State.SYN_RECEIVED) {
            listener.handshakeEnded();
        }
        state = State.GONE;
        broken = reason;
        transfer.sending.clear();
        timer.rest();
        host.forget(this);
        readable.fire();
        writable.fire();
    }

    /// The host crashed: also what arrived is gone.
    void lose(String reason) {
        destroy(reason);
        transfer.receiving.lose();
    }

    // ---- packets ----

    private void transmit() {
        if (state == State.ESTABLISHED) {
            transfer.transmit();
        }
    }

    void onSegment(SendSpace.Segment segment) {
        if (state == State.GONE) {
            sendReset();
            return;
        }
        if (state == State.SYN_RECEIVED) {
            establish();
        }
        if (state != State.ESTABLISHED) {
            return;
        }
        if (isClosed && transfer.receiving.isNews(segment)) {
            abort();
            return;
        }
        transfer.receiving.accept(segment);
        readable.fire();
        transfer.sendAck();
        endIfDone();
    }

    void onAck(long ack, long window) {
        if (state == State.SYN_RECEIVED) {
            establish();
        }
        if (state != State.ESTABLISHED) {
            return;
        }
        if (transfer.onAck(ack, window)) {
            writable.fire();
        }
        transmit();
        endIfDone();
    }

    private void sendReset() {
        Endpoint to = path.peer();
        if (to != null) {
            path.pass(to::onReset);
        }
    }

    /// The other host answers a dial with a reset: nobody listens.
    void refuseFrom(Way answer) {
        long at = answer.out().cross(Wire.HEADER);
        if (at != Wire.LOST) {
            network.agenda()
                    .at(
                            at,
                            () -> {
                                if (!answer.out().isCut() && host.isUp()) {
                                    onReset();
                                }
                            });
        }
    }

    private void onReset() {
        destroy(state == State.SYN_SENT ? "connection refused" : "connection reset by peer");
    }

    /// The end that the peer was told of may go when everything is delivered, both ways.
    private void endIfDone() {
        if (state != State.ESTABLISHED
                || !isClosed
                || !transfer.sending.isFinQueued()
                || !transfer.sending.isAllAcknowledged()) {
            return;
        }
        if (transfer.receiving.isEnded()) {
            destroy("closed");
        } else if (!timer.isSet()) {
            timer.set(HALF_OPEN_NANOS_MAX);
        }
    }

    // ---- the timer ----

    /// A packet was lost: asks for the word that may have been in it, see [Transfer].
    void probeIfWaiting() {
        if (state == State.ESTABLISHED) {
            transfer.probeIfWaiting(isKeepAlive && !isClosed);
        }
    }

    /// As [#probeIfWaiting] when a way is cut.
    void probeIfCut() {
        if (path.isCut()) {
            probeIfWaiting();
        }
    }

    private void onTimer() {
        long patience =
                (state == State.SYN_SENT
                                ? network.options().connectFor()
                                : network.options().giveUpAfter())
                        .toNanos();
        boolean isOrphan =
                state == State.SYN_RECEIVED || (isClosed && transfer.sending.isAllAcknowledged());
        if (isOrphan && timer.silence() >= HALF_OPEN_NANOS_MAX) {
            destroy("given up");
        } else if (timer.silence() >= patience) {
            destroy("timed out");
        } else if (isOrphan && state == State.ESTABLISHED) {
            timer.set(HALF_OPEN_NANOS_MAX);
        } else {
            sendAgain();
        }
    }

    private void sendAgain() {
        timer.resending();
        switch (state) {
            case SYN_SENT -> sendSyn();
            case SYN_RECEIVED -> sendSynAck();
            case ESTABLISHED -> transfer.sendAgain();
            case GONE -> {}
        }
    }
}
