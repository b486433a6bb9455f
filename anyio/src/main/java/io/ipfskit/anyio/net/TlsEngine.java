package io.ipfskit.anyio.net;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// The JDK's engine between two buffers of sealed bytes. One task unseals while another seals.
///
/// What a wait leaves behind when it is cancelled is all in fields: sealed bytes that came, plain
/// bytes nobody has taken, a computation that was asked for. So the next call goes on from there.
final class TlsEngine {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final Duration FAREWELL = Duration.ofMillis(100);

    private final ByteStream transport;
    private final SSLEngine engine;

    // Of the task that unseals; both ready to be read from.
    private ByteBuffer sealedIn;
    private ByteBuffer plainIn;

    // Of the task that seals; ready to be written to.
    private final ByteBuffer sealedOut;

    /// A computation that the engine gave out and that has not run.
    private @Nullable Runnable computation;

    private boolean isInputDone;

    /// Whether `close_notify` is being sent, or was.
    private volatile boolean isOutputEnding;

    TlsEngine(ByteStream transport, SSLEngine engine) {
        this.transport = transport;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        sealedIn = ByteBuffer.allocate(2 * packet).flip();
        plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
        sealedOut = ByteBuffer.allocate(2 * packet);
    }

    SSLEngine jdk() {
        return engine;
    }

    /// Shakes hands. When that fails the peer is told why, as far as it listens.
    void handshake() throws IOException, InterruptedException {
        engine.beginHandshake();
        try {
            while (!isShaken()) {
                step();
            }
        } catch (SSLException failed) {
            bidFarewell();
            String host = engine.getPeerHost();
            SSLException named =
                    new SSLHandshakeException(
                            "TLS with "
                                    + (host == null ? "" : host + " over ")
                                    + transport
                                    + ": "
                                    + failed.getMessage());
            named.initCause(failed);
            throw named;
        } catch (BrokenResource left) {
            throw new SSLException(transport + " ended within the handshake", left);
        }
    }

    private boolean isShaken() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
    }

    private void step() throws IOException, InterruptedException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> compute();
            case NEED_WRAP -> {
                seal(NOTHING);
                flush();
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (unseal(plainRoom()) == CUT) {
                    throw new SSLException(transport + " ended within the handshake");
                }
            }
            case FINISHED, NOT_HANDSHAKING -> {
                // done
            }
        }
    }

    /// Runs what the engine wants computed; asked for again when the wait for a thread was
    /// cancelled.
    private void compute() throws InterruptedException {
        Runnable wanted = computation == null ? engine.getDelegatedTask() : computation;
        computation = wanted;
        if (wanted != null) {
            Compute.call(() -> {
                wanted.run();
                return 0;
            });
            computation = null;
        }
    }

    // ---- receiving ----

    /// The transport ended without `close_notify`.
    private static final int CUT = -2;

    /// Takes plain bytes; -1 after `close_notify`.
    int receive(ByteBuffer into) throws IOException, InterruptedException {
        while (true) {
            if (plainIn.hasRemaining()) {
                int count = Math.min(into.remaining(), plainIn.remaining());
                into.put(into.position(), plainIn, plainIn.position(), count);
                into.position(into.position() + count);
                plainIn.position(plainIn.position() + count);
                return count;
            }
            if (isInputDone) {
                return -1;
            }
            int before = into.position();
            boolean isDirectly = into.remaining() >= engine.getSession().getApplicationBufferSize();
            int result = unseal(isDirectly ? into : plainRoom());
            if (result == CUT) {
                throw new SSLException(
                        transport + " ended without close_notify: what came may be cut short");
            }
            if (into.position() > before) {
                return into.position() - before;
            }
            refuseRenegotiation();
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                compute();
            }
        }
    }

    /// Empties the plain buffer for the engine, which unseals into it; ready to be read afterwards.
    private ByteBuffer plainRoom() {
        return plainIn.clear();
    }

    /// Unseals one record into `room`, or fetches more sealed bytes.
    private int unseal(ByteBuffer room) throws IOException, InterruptedException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(sealedIn, room);
        } finally {
            settle(room);
        }
        return switch (result.getStatus()) {
            case OK -> 0;
            case CLOSED -> {
                isInputDone = true;
                yield 0;
            }
            case BUFFER_UNDERFLOW -> fetch();
            case BUFFER_OVERFLOW -> {
                plainIn =
                        ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
                yield 0;
            }
        };
    }

    @SuppressWarnings("ReferenceEquality") // the very buffer
    private void settle(ByteBuffer room) {
        if (room == plainIn) {
            plainIn.flip();
        }
    }

    /// Takes what the transport has; the sealed bytes stay as they are when that is cancelled.
    private int fetch() throws IOException, InterruptedException {
        int packet = engine.getSession().getPacketBufferSize();
        if (sealedIn.capacity() < packet) {
            sealedIn = ByteBuffer.allocate(packet).put(sealedIn).flip();
        }
        sealedIn.compact();
        try {
            return transport.receive(sealedIn) < 0 ? CUT : 0;
        } finally {
            sealedIn.flip();
        }
    }

    /// An answer to a key update is due with the next bytes sent (RFC 8446, section 4.6.3); a
    /// handshake after the first is not wanted.
    private void refuseRenegotiation() throws SSLException {
        if (!isShaken()
                && !isInputDone
                && !isOutputEnding
                && engine.getSession().getProtocol().equals("TLSv1.2")) {
            throw new SSLException(transport + " wants to negotiate anew, which is refused");
        }
    }

    // ---- sending ----

    /// Sends plain bytes.
    void send(List<ByteBuffer> from) throws IOException, InterruptedException {
        ByteBuffer[] all = from.toArray(ByteBuffer[]::new);
        while (hasRemaining(all)) {
            SSLEngineResult result = engine.wrap(all, sealedOut);
            switch (result.getStatus()) {
                case OK -> {
                    if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                        throw new SSLException(transport + ": nothing can be sealed now");
                    }
                }
                case BUFFER_OVERFLOW -> flush();
                case CLOSED -> throw new BrokenResource(transport + " takes no more");
                case BUFFER_UNDERFLOW -> throw new SSLException("nothing to seal");
            }
        }
        flush();
    }

    /// Tells the peer that no more comes.
    void closeOutput() throws IOException, InterruptedException {
        isOutputEnding = true;
        engine.closeOutbound();
        boolean isMoving = true;
        while (isMoving && !engine.isOutboundDone()) {
            isMoving = seal(NOTHING);
        }
        flush();
    }

    /// Tells the peer what it takes at once, from a task that may be cancelled: `close_notify`, or
    /// why the handshake failed.
    void bidFarewell() {
        if (!AnyIO.isInside()) {
            return;
        }
        try {
            CancelScope.<Outcome<Integer>, IOException>shield(_ ->
                    CancelScope.<Integer, IOException>moveOnAfter(
                            FAREWELL,
                            _ -> {
                                closeOutput();
                                return 0;
                            }));
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt(); // for the next checkpoint
        } catch (IOException | BrokenResource | ClosedResource | IllegalStateException gone) {
            // nobody listens any more
        }
    }

    /// Seals a record; false when the engine has none to give.
    private boolean seal(ByteBuffer from) throws IOException, InterruptedException {
        SSLEngineResult result = engine.wrap(from, sealedOut);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            flush();
            return true;
        }
        return result.bytesProduced() > 0;
    }

    private void flush() throws IOException, InterruptedException {
        sealedOut.flip();
        try {
            if (sealedOut.hasRemaining()) {
                transport.send(sealedOut);
            }
        } finally {
            sealedOut.compact();
        }
    }

    private static boolean hasRemaining(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
