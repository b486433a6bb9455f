package io.ipfskit.anyio.net;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ClosedResource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// A stream under TLS after its handshake.
final class RealTlsStream implements TlsStream {
    private final ByteStream transport;
    private final TlsEngine engine;
    private final SSLSession session;
    private final AtomicBoolean receiving = new AtomicBoolean();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Why nothing can be sent any more, null while it can.
    private volatile @Nullable String broken;

    private volatile boolean outputClosed;

    RealTlsStream(ByteStream transport, TlsEngine engine) {
        this.transport = transport;
        this.engine = engine;
        this.session = engine.jdk().getSession();
    }

    @Override
    public int receive(ByteBuffer into) throws IOException, InterruptedException {
        enter(receiving, "receiving from");
        try {
            Checkpoint.ifCancelled();
            requireOpen();
            if (into.isReadOnly()) {
                throw new IllegalArgumentException("the buffer to receive into is read-only");
            }
            return into.hasRemaining() ? engine.receive(into) : 0;
        } finally {
            receiving.set(false);
        }
    }

    @Override
    public void send(ByteBuffer from) throws IOException, InterruptedException {
        send(List.of(from));
    }

    @Override
    public void send(List<ByteBuffer> from) throws IOException, InterruptedException {
        enter(sending, "sending to");
        try {
            Checkpoint.ifCancelled();
            requireSendable();
            boolean isDone = false;
            try {
                engine.send(from);
                isDone = true;
            } finally {
                if (!isDone) {
                    broken = "an earlier send did not come to its end";
                }
            }
        } finally {
            sending.set(false);
        }
    }

    @Override
    public void closeOutput() throws IOException, InterruptedException {
        enter(sending, "sending to");
        try {
            Checkpoint.ifCancelled();
            requireOpen();
            if (outputClosed) {
                return;
            }
            requireSendable();
            outputClosed = true;
            engine.closeOutput();
            transport.closeOutput();
        } finally {
            sending.set(false);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!outputClosed && broken == null && sending.compareAndSet(false, true)) {
            engine.bidFarewell();
        }
        transport.close();
    }

    @Override
    public void abort() {
        if (closed.compareAndSet(false, true)) {
            transport.abort();
        }
    }

    @Override
    public Address local() {
        return transport.local();
    }

    @Override
    public Address remote() {
        return transport.remote();
    }

    @Override
    public String version() {
        return session.getProtocol();
    }

    @Override
    public String cipherSuite() {
        return session.getCipherSuite();
    }

    @Override
    public String protocol() {
        String chosen = engine.jdk().getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    @Override
    public String requestedHost() {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }

    @Override
    public List<Certificate> peerCertificates() {
        try {
            return List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException showedNone) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return "TlsStream[" + version() + " over " + transport + "]";
    }

    private void enter(AtomicBoolean busy, String action) {
        if (!busy.compareAndSet(false, true)) {
            if (closed.get()) {
                throw closedResource();
            }
            throw new IllegalStateException("another task is already " + action + " " + this);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw closedResource();
        }
    }

    private ClosedResource closedResource() {
        return new ClosedResource(this + " is closed");
    }

    private void requireSendable() {
        requireOpen();
        if (outputClosed) {
            throw new ClosedResource("the output of " + this + " is closed");
        }
        String why = broken;
        if (why != null) {
            throw new BrokenResource(this + " takes no more: " + why);
        }
    }
}
