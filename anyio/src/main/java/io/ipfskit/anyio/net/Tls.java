package io.ipfskit.anyio.net;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Checkpoint;

import java.io.IOException;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// TLS 1.3 and 1.2 over any stream, by the JDK's engine. Nothing is renegotiated.
///
/// The handshake runs in the calling task and can be cancelled; its heavy parts are computed by
/// [io.ipfskit.anyio.Compute]. The stream below belongs to the one made of it, and is closed when
/// the handshake fails. Memory per stream is about 80 KiB.
public final class Tls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private Tls() {}

    /// Speaks TLS as the client.
    ///
    /// @throws javax.net.ssl.SSLException when the handshake fails, as for a certificate that is
    ///   not trusted or names another host
    /// @throws UnsupportedOperationException on `sim`
    public static TlsStream client(ByteStream transport, TlsOptions options)
            throws IOException, InterruptedException {
        return start(transport, options, true);
    }

    /// Speaks TLS as the server.
    ///
    /// @throws javax.net.ssl.SSLException when the handshake fails
    /// @throws UnsupportedOperationException on `sim`
    public static TlsStream server(ByteStream transport, TlsOptions options)
            throws IOException, InterruptedException {
        return start(transport, options, false);
    }

    private static TlsStream start(ByteStream transport, TlsOptions options, boolean isClient)
            throws IOException, InterruptedException {
        if (AnyIO.current().backend().isSimulated()) {
            throw new UnsupportedOperationException(
                    "backend 'sim' speaks no TLS, whose keys no seed gives; test above it");
        }
        boolean isDone = false;
        try {
            Checkpoint.ifCancelled();
            TlsEngine engine = new TlsEngine(transport, engine(options, isClient));
            engine.handshake();
            isDone = true;
            return new RealTlsStream(transport, engine);
        } finally {
            if (!isDone) {
                transport.close();
            }
        }
    }

    private static SSLEngine engine(TlsOptions options, boolean isClient) {
        SSLEngine engine =
                options.host().isEmpty()
                        ? options.context().createSSLEngine()
                        : options.context().createSSLEngine(options.host(), -1);
        engine.setUseClientMode(isClient);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setApplicationProtocols(options.protocols().toArray(String[]::new));
        if (isClient) {
            if (options.isHostVerified()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            if (!options.host().isEmpty() && !SocketAddresses.isLiteral(options.host())) {
                parameters.setServerNames(List.of(new SNIHostName(options.host())));
            }
        } else {
            switch (options.clientAuthentication()) {
                case NONE -> parameters.setNeedClientAuth(false);
                case WANTED -> parameters.setWantClientAuth(true);
                case NEEDED -> parameters.setNeedClientAuth(true);
            }
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
