package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.net.Address;

import org.jspecify.annotations.Nullable;

import java.net.SocketException;
import java.nio.ByteBuffer;

/// One end of a connection as the host's TCP keeps it (RFC 9293, much simplified): a handshake,
/// bytes by their offset, acknowledgements with a window, and one timer that sends again.
///
/// What is lost is sent again from the first byte that was not acknowledged on (go-back-N), after a
/// pause that doubles; out of order nothing is kept. Guarded by the world's monitor.
final class Endpoint {
    enum State {
        SYN_SENT,
        SYN_RECEIVED,
        ESTABLISHED,
        GONE
    }

    /// Most bytes of one packet: what a network card takes in one piece.
    private static final int SEGMENT_MAX = 16_384;

    private static final long SECOND = 1_000_000_000;
    private static final long RESEND_NANOS_MIN = SECOND / 5;
    private static final long RESEND_NANOS_MAX = 120 * SECOND;
    private static final long HALF_OPEN_NANOS_MAX = 60 * SECOND;
    private static final long KEEP_ALIVE_NANOS = 7_200 * SECOND;

    private final SimNetwork network;
    private final SimHost host;
    private final Way way;
    final Address local;
    final Address remote;
    private final boolean isKeepAlive;
    private final @Nullable ListenQueue listener;
    private @Nullable Endpoint peer;
    private State state;

    // Sending: [unacked, next) is under way, [next, end) waits. A FIN counts as the byte at `end`.
    private final ByteRing out;
    private long unacked;
    private long next;
    private long end;
    private long windowEnd;
    private boolean finQueued;
    private long lastArrival;
    private long expectedBy;
    private long progressAt;
    private int resends;

    /// Something was lost while nothing waited for room: perhaps the word that there is room again.
    private boolean isWordLost;

    private Agenda.@Nullable Entry timer;

    // Receiving.
    private final ByteRing in;
    private long received;
    private long advertised;
    private boolean finReceived;

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
        this.way = way;
        this.local = local;
        this.remote = remote;
        this.isKeepAlive = isKeepAlive;
        this.peer = peer;
        this.listener = listener;
        this.state = peer == null ? State.SYN_SENT : State.SYN_RECEIVED;
        int buffer = network.options().socketBuffer();
        out = new ByteRing(buffer);
        in = new ByteRing(buffer);
        windowEnd = buffer;
        advertised = buffer;
        progressAt = network.agenda().now();
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
        return way.to() == other;
    }

    SimHost host() {
        return host;
    }

    // ---- the handshake ----

    /// Dials: the first packet, and again until there is an answer.
    void sendSyn() {
        SimHost to = way.to();
        pass(() -> {
            if (to != null) {
                to.answer(this);
            }
        });
        arm(SECOND << Math.min(resends, 6));
    }

    void answeredBy(Endpoint server) {
        peer = server;
    }

    @Nullable Endpoint peer() {
        return peer;
    }

    void sendSynAck() {
        Endpoint client = there();
        pass(client::onSynAck);
        arm(SECOND << Math.min(resends, 6));
    }

    private void onSynAck() {
        if (state == State.GONE) {
            sendReset();
            return;
        }
        if (state == State.SYN_SENT) {
            state = State.ESTABLISHED;
            rest();
            writable.fire();
        }
        sendAck();
    }

    private void establish() {
        state = State.ESTABLISHED;
        rest();
        ListenQueue queue = listener;
        if (queue == null || !queue.offer(this)) {
            sendReset();
            destroy("the listener was closed");
        }
    }

    // ---- what the task does ----

    /// Takes what there is room for; returns how much.
    int put(ByteBuffer from) {
        int count = out.put(from);
        end += count;
        network.tally().streamBytesSent += count;
        transmit();
        return count;
    }

    /// Gives what is there; returns 0 when one has to wait, -1 at the end.
    int take(ByteBuffer into) throws SocketException {
        int count = in.take(into);
        if (count > 0) {
            network.tally().streamBytesReceived += count;
            long window = received + in.room();
            if (state == State.ESTABLISHED
                    && advertised - received < SEGMENT_MAX
                    && window - advertised >= Math.min(SEGMENT_MAX, in.capacity() / 2)) {
                sendAck();
            }
            return count;
        }
        if (finReceived) {
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
        return finQueued;
    }

    void closeOutput() {
        if (!finQueued && state != State.GONE) {
            finQueued = true;
            transmit();
        }
        writable.fire();
    }

    /// Nobody reads here any more. With bytes unread the peer is told by a reset (RFC 2525, section
    /// 2.17), else by the end of the stream, after all that was sent.
    void close() {
        isClosed = true;
        if (state == State.GONE) {
            in.clear();
        } else if (in.size() > 0) {
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
        in.clear();
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
        out.clear();
        rest();
        host.forget(this);
        readable.fire();
        writable.fire();
    }

    /// The host crashed: also what arrived is gone.
    void lose(String reason) {
        destroy(reason);
        in.clear();
        finReceived = false;
    }

    // ---- packets ----

    /// Puts on the wire what the window allows.
    private void transmit() {
        if (state != State.ESTABLISHED) {
            return;
        }
        if (unacked == next) {
            progressAt = now();
        }
        while (next <= end) {
            int size = (int) Math.min(SEGMENT_MAX, Math.min(end, windowEnd) - next);
            boolean fin = finQueued && next + size == end;
            boolean isCutShort = size < Math.min(SEGMENT_MAX, end - next);
            if ((size == 0 && !fin) || (isCutShort && unacked < next)) {
                break;
            }
            sendSegment(next, out.peek((int) (next - unacked), size), fin);
            next += size + (fin ? 1 : 0);
        }
        if (unacked < next) {
            armResend();
        } else if (isWordLost && next < end) {
            isWordLost = false;
            armResend();
        }
    }

    private void sendSegment(long offset, byte[] data, boolean fin) {
        Endpoint to = there();
        long at = way.out().cross(Wire.HEADER + data.length);
        expectedBy = Math.max(expectedBy, Math.max(at, now() + way.out().slowest()));
        if (at != Wire.LOST) {
            deliver(at, () -> to.onSegment(offset, data, fin));
        }
    }

    private void onSegment(long offset, byte[] data, boolean fin) {
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
        long skip = received - offset;
        long fresh = data.length - skip;
        if (skip >= 0 && fresh > 0) {
            if (isClosed) {
                abort();
                return;
            }
            ByteBuffer bytes = ByteBuffer.wrap(data, (int) skip, (int) fresh);
            received += in.put(bytes);
            if (bytes.hasRemaining()) {
                throw new IllegalStateException("the window of " + local + " was overrun");
            }
        }
        if (fin && offset + data.length == received) {
            finReceived = true;
        }
        readable.fire();
        sendAck();
        endIfDone();
    }

    private void sendAck() {
        Endpoint to = there();
        long ack = received + (finReceived ? 1 : 0);
        long window = received + in.room();
        advertised = window;
        long at = way.out().cross(Wire.HEADER);
        if (at == Wire.LOST) {
            to.probeIfWaiting();
        } else {
            deliver(at, () -> to.onAck(ack, window));
        }
    }

    private void onAck(long ack, long window) {
        if (state == State.SYN_RECEIVED) {
            establish();
        }
        if (state != State.ESTABLISHED) {
            return;
        }
        progressAt = now();
        resends = 0;
        if (ack > unacked) {
            out.drop((int) (Math.min(ack, end) - unacked));
            unacked = ack;
            next = Math.max(next, unacked);
            writable.fire();
        }
        windowEnd = Math.max(windowEnd, window);
        if (unacked == next) {
            rest();
        }
        transmit();
        endIfDone();
    }

    private void sendReset() {
        Endpoint to = peer;
        if (to != null) {
            pass(to::onReset);
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
        if (state != State.ESTABLISHED || !isClosed || !finQueued || unacked <= end) {
            return;
        }
        if (finReceived) {
            destroy("closed");
        } else if (timer == null) {
            arm(HALF_OPEN_NANOS_MAX);
        }
    }

    // ---- the timer ----

    /// The other side may have gone, or its word that there is room again was lost: whoever waits
    /// for that word asks. Real TCP asks all the time; here nothing stirs while all is well.
    void probeIfWaiting() {
        if (state != State.ESTABLISHED) {
            return;
        }
        boolean isIdle = timer == null && unacked == next;
        if (isIdle && next < end) {
            progressAt = now();
            armResend();
            return;
        }
        isWordLost = true;
        if (isIdle && isKeepAlive && !isClosed) {
            progressAt = now() + KEEP_ALIVE_NANOS;
            arm(KEEP_ALIVE_NANOS);
        }
    }

    /// As [#probeIfWaiting] when a way is cut.
    void probeIfCut() {
        if (way.out().isCut() || way.back().isCut()) {
            probeIfWaiting();
        }
    }

    private void onTimer() {
        timer = null;
        long patience =
                (state == State.SYN_SENT
                                ? network.options().connectFor()
                                : network.options().giveUpAfter())
                        .toNanos();
        boolean isOrphan = state == State.SYN_RECEIVED || (isClosed && unacked > end);
        if (isOrphan && now() - progressAt >= HALF_OPEN_NANOS_MAX) {
            destroy("given up");
        } else if (now() - progressAt >= patience) {
            destroy("timed out");
        } else if (isOrphan && state == State.ESTABLISHED) {
            arm(HALF_OPEN_NANOS_MAX);
        } else {
            sendAgain();
        }
    }

    private void sendAgain() {
        resends++;
        switch (state) {
            case SYN_SENT -> sendSyn();
            case SYN_RECEIVED -> sendSynAck();
            case ESTABLISHED -> {
                if (unacked < next) {
                    next = unacked;
                    long since = progressAt;
                    transmit();
                    progressAt = since;
                } else {
                    sendSegment(next, new byte[0], false);
                    armResend();
                }
            }
            case GONE -> {}
        }
    }

    private void armResend() {
        long pause = Math.min(RESEND_NANOS_MAX, RESEND_NANOS_MIN << Math.min(resends, 12));
        long answer = Math.max(0, expectedBy - now()) + way.back().slowest();
        arm(answer + pause);
    }

    private void arm(long nanos) {
        rest();
        timer = network.agenda().after(nanos, this::onTimer);
    }

    private long now() {
        return network.agenda().now();
    }

    private void rest() {
        network.agenda().cancel(timer);
        timer = null;
    }

    // ---- the way ----

    private Endpoint there() {
        Endpoint to = peer;
        if (to == null) {
            throw new IllegalStateException(local + " is not connected");
        }
        return to;
    }

    /// Sends a packet without content.
    private void pass(Runnable arrival) {
        long at = way.out().cross(Wire.HEADER);
        if (at != Wire.LOST) {
            deliver(at, arrival);
        }
    }

    /// Packets of one connection stay in order.
    private void deliver(long at, Runnable arrival) {
        lastArrival = Math.max(lastArrival, at);
        SimHost to = way.to();
        network.agenda()
                .at(
                        lastArrival,
                        () -> {
                            if (way.out().isCut() || to == null || !to.isUp()) {
                                network.tally().packetsLost++;
                                Endpoint sender = peer;
                                if (sender != null) {
                                    sender.probeIfWaiting();
                                }
                            } else {
                                arrival.run();
                            }
                        });
    }
}
