package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// TLS against OpenSSL, and against Python's `ssl`.
@BackendTests(sim = false)
class ForeignTlsTest {
    /// Answers one line in capitals, then ends with `close_notify`.
    private static final String PYTHON_SERVER =
            """
            import socket, ssl, sys
            c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            c.load_cert_chain(sys.argv[1], sys.argv[2])
            c.set_alpn_protocols(['line'])
            s = socket.create_server(('127.0.0.1', 0))
            print(s.getsockname()[1], flush=True)
            with c.wrap_socket(s.accept()[0], server_side=True) as t:
                t.sendall(t.recv(100).upper())
                t.unwrap()
            """;

    @TempDir static Path folder;

    private static TestKeys keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.make(folder, "localhost");
    }

    @BackendTest
    void aServerInPythonUnderstandsOurClient() throws Exception {
        Process peer = start("python3", "-c", PYTHON_SERVER, certificate(), key());
        try {
            BufferedReader out = peer.inputReader(StandardCharsets.UTF_8);
            int port = Integer.parseInt(out.readLine().strip());
            TestKit.run(_ -> {
                TlsOptions options =
                        TlsOptions.client(keys.trusting(), "localhost").withProtocols("line");
                try (TlsStream stream =
                        Tls.client(Network.real().dial(Address.of("127.0.0.1", port)), options)) {
                    assertThat(stream.protocol()).isEqualTo("line");
                    stream.send(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
                    assertThat(toEnd(stream)).isEqualTo("HELLO");
                    stream.closeOutput();
                }
                return 0;
            });
            assertThat(peer.waitFor()).isZero();
        } finally {
            peer.destroyForcibly().waitFor();
        }
    }

    @BackendTest
    void aClientOfOpensslUnderstandsOurServer() throws Exception {
        TestKit.run(_ -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0))) {
                int port = ((Address.Inet) listener.address()).port();
                Process peer =
                        start(
                                "openssl",
                                "s_client",
                                "-quiet",
                                "-verify_return_error",
                                "-CAfile",
                                certificate(),
                                "-servername",
                                "localhost",
                                "-connect",
                                "127.0.0.1:" + port);
                try (TlsStream stream =
                        Tls.server(listener.accept(), TlsOptions.server(keys.showing()))) {
                    assertThat(stream.requestedHost()).isEqualTo("localhost");
                    peer.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
                    peer.getOutputStream().flush();
                    ByteBuffer line = ByteBuffer.allocate(6);
                    while (line.hasRemaining()) {
                        assertThat(stream.receive(line)).isPositive();
                    }
                    stream.send(line.flip());
                    stream.closeOutput();
                    BufferedReader out = peer.inputReader(StandardCharsets.UTF_8);
                    assertThat(out.readLine()).isEqualTo("hello");
                } finally {
                    peer.destroyForcibly().waitFor();
                }
            }
            return 0;
        });
    }

    private static String toEnd(ByteStream from) throws IOException, InterruptedException {
        ByteBuffer into = ByteBuffer.allocate(1_000);
        while (from.receive(into) >= 0) {
            // more
        }
        return StandardCharsets.UTF_8.decode(into.flip()).toString();
    }

    private static String certificate() throws Exception {
        return keys.certificate(folder).toString();
    }

    private static String key() throws Exception {
        return keys.key(folder).toString();
    }

    private static Process start(String... command) throws IOException {
        boolean found = false;
        for (String part : System.getenv("PATH").split(File.pathSeparator, -1)) {
            found |= Path.of(part, command[0]).toFile().canExecute();
        }
        assumeTrue(found, command[0] + " is not installed");
        return new ProcessBuilder(List.of(command))
                .redirectError(folder.resolve(command[0] + ".err").toFile())
                .start();
    }
}
