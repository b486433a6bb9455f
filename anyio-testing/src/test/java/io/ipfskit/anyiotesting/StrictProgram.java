package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;
import io.ipfskit.anyio.net.Tls;
import io.ipfskit.anyio.net.TlsOptions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// A TLS handshake that fails, on a strict network: ends with 1 when it left the stream below open.
final class StrictProgram {
    private StrictProgram() {}

    public static void main(String[] arguments) throws Exception {
        try {
            AnyIO.run(
                    Backends.named("threads"),
                    _ -> {
                        failAHandshake();
                        return 0;
                    });
        } catch (AssertionError left) {
            System.out.println("caught " + left.getMessage());
            System.exit(1);
        }
        System.out.println("nothing left");
    }

    private static void failAHandshake() throws Exception {
        Network network = Strict.network(Network.real());
        try (Listener listener = network.listen(Address.of("127.0.0.1", 0))) {
            ByteStream near = network.dial(listener.address());
            try (ByteStream far = listener.accept()) {
                far.send(ByteBuffer.wrap("no TLS here\r\n".getBytes(StandardCharsets.US_ASCII)));
                Tls.client(near, TlsOptions.client(SSLContext.getDefault(), "localhost"));
                throw new IllegalStateException("a peer without TLS was believed");
            } catch (SSLException refused) {
                System.out.println("refused");
            }
        }
        Strict.requireAllClosed();
    }
}
