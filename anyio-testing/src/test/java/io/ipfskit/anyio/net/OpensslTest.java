package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

/// OpenSSL as client and as server: both versions of TLS, new keys in the middle of a conversation,
/// a negotiation anew that is refused.
@BackendTests(sim = false)
class OpensslTest {
    /// Gives a program a terminal to read from, so that it reads a line at a time and takes one
    /// that begins with `K` as a command, whatever else has been written by then.
    private static final String TERMINAL =
            """
            import os, pty, subprocess, sys, termios
            master, slave = pty.openpty()
            mode = termios.tcgetattr(slave)
            mode[3] &= ~termios.ECHO
            termios.tcsetattr(slave, termios.TCSANOW, mode)
            peer = subprocess.Popen(sys.argv[1:], stdin=slave)
            for line in iter(sys.stdin.buffer.readline, b''):
                os.write(master, line)
            peer.kill()
            """;

    @TempDir static Path folder;

    private static TestKeys keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.make(folder, "localhost");
    }

    private static TlsOptions toLocalhost() throws Exception {
        return TlsOptions.client(keys.trusting(), "localhost");
    }

    @BackendTest
    void aServerThatSpeaksTls12IsUnderstood() throws Exception {
        assertUnderstandsAServer("-tls1_2", "TLSv1.2");
    }

    @BackendTest
    void aServerThatSpeaksTls13IsUnderstood() throws Exception {
        assertUnderstandsAServer("-tls1_3", "TLSv1.3");
    }

    /// A server that answers each line backwards.
    private static void assertUnderstandsAServer(String option, String version) throws Exception {
        try (Peer peer = server(option, "-rev")) {
            TestKit.run(_ -> {
                try (TlsStream stream =
                        Tls.client(Network.real().dial(peer.address()), toLocalhost())) {
                    assertThat(stream.version()).isEqualTo(version);
                    send(stream, "hello\n");
                    assertThat(receive(stream, 6)).isEqualTo("olleh\n");
                    String lines = "abcdefgh\n".repeat(3_000); // of many records
                    send(stream, lines);
                    assertThat(receive(stream, lines.length()))
                            .isEqualTo("hgfedcba\n".repeat(3_000));
                    send(stream, "CLOSE\n"); // and the server ends with close_notify
                    assertThat(stream.receive(ByteBuffer.allocate(1))).isEqualTo(-1);
                }
                return 0;
            });
        }
    }

    @BackendTest
    void aClientThatSpeaksTls12IsUnderstood() throws Exception {
        withClient(
                List.of("-tls1_2"),
                (peer, stream) -> {
                    assertThat(stream.version()).isEqualTo("TLSv1.2");
                    converse(peer, stream, "one");
                    converse(peer, stream, "two");
                });
    }

    @BackendTest
    void anOlderVersionIsRefused() throws Exception {
        TestKit.run(_ -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    Peer _ =
                            client(listener, List.of("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"))) {
                ByteStream accepted = listener.accept();
                assertThatThrownBy(() -> Tls.server(accepted, TlsOptions.server(keys.showing())))
                        .isInstanceOf(SSLException.class);
            }
            return 0;
        });
    }

    /// `K` sends new keys and asks for new ones, `k` only sends them (RFC 8446, section 4.6.3).
    @BackendTest
    void aClientThatChangesItsKeysIsFollowed() throws Exception {
        Path trace = folder.resolve("client-keys");
        withClient(
                List.of("-tls1_3", "-msg", "-msgfile", trace.toString()),
                (peer, stream) -> {
                    converse(peer, stream, "before");
                    for (int round = 0; round < 5; round++) {
                        peer.write("K");
                        converse(peer, stream, "asked " + round);
                        peer.write("k");
                        peer.write("k");
                        converse(peer, stream, "told " + round);
                    }
                });
        assertThat(updates(trace, ">>>")).isEqualTo(15);
        assertThat(updates(trace, "<<<")).isEqualTo(5);
    }

    @BackendTest
    void aServerThatChangesItsKeysIsFollowed() throws Exception {
        Path trace = folder.resolve("server-keys");
        try (Peer peer = server("-tls1_3", "-msg", "-msgfile", trace.toString())) {
            TestKit.run(_ -> {
                try (TlsStream stream =
                        Tls.client(Network.real().dial(peer.address()), toLocalhost())) {
                    converse(peer, stream, "before");
                    for (int round = 0; round < 5; round++) {
                        peer.write("K");
                        converse(peer, stream, "asked " + round);
                        peer.write("k");
                        peer.write("k");
                        converse(peer, stream, "told " + round);
                    }
                }
                return 0;
            });
        }
        assertThat(updates(trace, ">>>")).isEqualTo(15);
        assertThat(updates(trace, "<<<")).isEqualTo(5);
    }

    /// More changes are asked for than anybody answers meanwhile.
    @BackendTest
    void aClientThatAsksForNewKeysAgainAndAgainIsFollowed() throws Exception {
        withClient(
                List.of("-tls1_3"),
                (peer, stream) -> {
                    for (int i = 0; i < 50; i++) {
                        peer.write("K");
                    }
                    converse(peer, stream, "after them");
                    converse(peer, stream, "and again");
                });
    }

    /// `R` begins a new handshake within the connection, which TLS 1.2 knows.
    @BackendTest
    void aClientThatWantsToNegotiateAnewIsRefused() throws Exception {
        withClient(
                List.of("-tls1_2"),
                (peer, stream) -> {
                    converse(peer, stream, "before");
                    peer.write("R");
                    assertThatThrownBy(() -> stream.receive(ByteBuffer.allocate(1)))
                            .isInstanceOf(SSLException.class);
                });
    }

    private static long updates(Path trace, String direction) throws IOException {
        try (var lines = Files.lines(trace)) {
            return lines.filter(line -> line.startsWith(direction) && line.contains("KeyUpdate"))
                    .count();
        }
    }

    /// One line of the peer's, and one of ours.
    private static void converse(Peer peer, TlsStream stream, String word) throws Exception {
        peer.write(word);
        assertThat(receive(stream, word.length() + 1)).isEqualTo(word + "\n");
        send(stream, "re: " + word + "\n");
        peer.readTo("re: " + word);
    }

    private static void send(ByteStream to, String text) throws Exception {
        to.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String receive(ByteStream from, int count) throws Exception {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining()) {
            if (from.receive(into) < 0) {
                throw new IOException("ended after " + into.position() + " bytes");
            }
        }
        return StandardCharsets.UTF_8.decode(into.flip()).toString();
    }

    // ---- the peer ----

    /// What a test does between a client of OpenSSL and our end.
    interface PeerBody {
        void run(Peer peer, TlsStream stream) throws Exception;
    }

    private static void withClient(List<String> options, PeerBody body) throws Exception {
        TestKit.run(_ -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    Peer peer = client(listener, options);
                    TlsStream stream =
                            Tls.server(listener.accept(), TlsOptions.server(keys.showing()))) {
                body.run(peer, stream);
            }
            return 0;
        });
    }

    private static Peer client(Listener listener, List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("openssl", "s_client", "-verify_return_error", "-CAfile"));
        command.addAll(List.of(keys.certificate(folder).toString(), "-servername", "localhost"));
        command.addAll(
                List.of("-connect", "127.0.0.1:" + ((Address.Inet) listener.address()).port()));
        command.addAll(options);
        return Peer.start(command);
    }

    private static Peer server(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "1"));
        command.addAll(List.of("-cert", keys.certificate(folder).toString()));
        command.addAll(List.of("-key", keys.key(folder).toString()));
        command.addAll(List.of(options));
        return Peer.start(command);
    }

    /// A program of OpenSSL's that reads commands and text from a terminal.
    record Peer(Process process, BufferedReader out) implements AutoCloseable {
        static Peer start(List<String> command) throws IOException {
            for (String needed : List.of("openssl", "python3")) {
                boolean found = false;
                for (String part : System.getenv("PATH").split(File.pathSeparator, -1)) {
                    found |= Path.of(part, needed).toFile().canExecute();
                }
                assumeTrue(found, needed + " is not installed");
            }
            List<String> wrapped = new ArrayList<>(List.of("python3", "-c", TERMINAL));
            wrapped.addAll(command);
            Process process =
                    new ProcessBuilder(wrapped)
                            .redirectError(folder.resolve("openssl.err").toFile())
                            .start();
            return new Peer(process, process.inputReader(StandardCharsets.UTF_8));
        }

        /// Reads where a server listens, the first thing it says.
        Address.Inet address() throws IOException {
            String line = readTo("ACCEPT");
            return Address.of(
                    "127.0.0.1", Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
        }

        void write(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        /// Reads to a line that has the text in it.
        String readTo(String text) throws IOException {
            StringBuilder before = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.contains(text)) {
                    return line;
                }
                before.append(line).append('\n');
            }
            throw new IOException("the peer never said '" + text + "', but\n" + before);
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close(); // the wrapper ends the program, and then itself
            while (out.read() >= 0) {
                // until both are gone
            }
        }
    }
}
