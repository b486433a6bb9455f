package io.ipfskit.anyio.net;

import static io.ipfskit.anyiotesting.StreamWords.receive;
import static io.ipfskit.anyiotesting.StreamWords.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.SimHost;
import io.ipfskit.anyio.sim.SimNetwork;
import io.ipfskit.anyio.sim.SimNetworkOptions;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.StreamContract;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import javax.net.ssl.SSLException;

/// The contract of streams on TLS over TCP, and what TLS adds.
@BackendTests(sim = false)
class TlsTest extends StreamContract {
    @TempDir static Path folder;

    private static TestKeys server;
    private static TestKeys client;

    @BeforeAll
    static void makeKeys() throws Exception {
        server = TestKeys.make(folder, "localhost");
        client = TestKeys.make(folder, "client.example");
    }

    private static TlsOptions toLocalhost() throws Exception {
        return TlsOptions.client(server.trusting(), "localhost");
    }

    private static TlsOptions asServer() throws Exception {
        return TlsOptions.server(server.showing());
    }

    /// What a test does with the two ends.
    interface TlsBody {
        void run(TlsStream near, TlsStream far) throws Exception;
    }

    /// What a test does with the two ends before they shook hands.
    interface TransportBody {
        void run(ByteStream near, ByteStream far) throws Exception;
    }

    private static void withTransport(TransportBody body) throws Exception {
        TestKit.run(_ -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    ByteStream near = Network.real().dial(listener.address());
                    ByteStream far = listener.accept()) {
                body.run(near, far);
            }
            return 0;
        });
    }

    private static void shakenHands(TlsOptions here, TlsOptions there, TlsBody body)
            throws Exception {
        withTransport((near, far) -> {
            Ends ends =
                    TaskGroup.open(group -> {
                        Task<TlsStream> dialled = group.fork(() -> Tls.client(near, here));
                        Task<TlsStream> accepted = group.fork(() -> Tls.server(far, there));
                        return new Ends(dialled.join(), accepted.join());
                    });
            try (ends) {
                body.run((TlsStream) ends.near(), (TlsStream) ends.far());
            }
        });
    }

    @Override
    protected void withStreams(StreamsBody body) throws Exception {
        shakenHands(toLocalhost(), asServer(), body::run);
    }

    @BackendTest
    void bothEndsKnowWhatWasAgreedOn() throws Exception {
        shakenHands(
                toLocalhost().withProtocols("h2", "http/1.1"),
                asServer().withProtocols("http/1.1"),
                (near, far) -> {
                    assertThat(near.version()).isEqualTo("TLSv1.3").isEqualTo(far.version());
                    assertThat(near.cipherSuite()).isEqualTo(far.cipherSuite()).isNotEmpty();
                    assertThat(near.protocol()).isEqualTo("http/1.1").isEqualTo(far.protocol());
                    assertThat(far.requestedHost()).isEqualTo("localhost");
                    assertThat(near.peerCertificates()).hasSize(1);
                    assertThat(far.peerCertificates()).isEmpty();
                    assertThat(near.remote()).isEqualTo(far.local());
                });
    }

    @BackendTest
    void aClientShowsItsCertificateWhenAsked() throws Exception {
        TlsOptions here = TlsOptions.client(client.trusting(server), "localhost");
        TlsOptions there = TlsOptions.server(server.trusting(client));
        shakenHands(
                here,
                there.withClientAuthentication(TlsOptions.ClientAuthentication.NEEDED),
                (near, far) -> {
                    assertThat(far.peerCertificates().getFirst().toString())
                            .contains("client.example");
                    send(far, "welcome");
                    assertThat(receive(near, 7)).isEqualTo("welcome");
                });
    }

    @BackendTest
    void aClientWithoutTheNeededCertificateIsRefused() throws Exception {
        TlsOptions there =
                asServer().withClientAuthentication(TlsOptions.ClientAuthentication.NEEDED);
        withTransport((near, far) ->
                TaskGroup.open(group -> {
                    group.fork(() ->
                            assertThatThrownBy(() -> Tls.server(far, there))
                                    .isInstanceOf(SSLException.class));
                    try (TlsStream stream = Tls.client(near, toLocalhost())) {
                        // TLS 1.3: the client is ready before the server has looked
                        assertThatThrownBy(() -> stream.receive(ByteBuffer.allocate(1)))
                                .isInstanceOf(SSLException.class);
                    }
                    return 0;
                }));
    }

    @BackendTest
    void aCertificateOfAnotherHostIsRefusedUnlessNobodyLooks() throws Exception {
        TlsOptions other = TlsOptions.client(server.trusting(), "other.example");
        assertRefused(other);
        shakenHands(
                other.withoutHostVerification(),
                asServer(),
                (_, far) -> assertThat(far.requestedHost()).isEqualTo("other.example"));
    }

    @BackendTest
    void aCertificateThatIsNotTrustedIsRefused() throws Exception {
        assertRefused(TlsOptions.client(client.trusting(), "localhost"));
    }

    private static void assertRefused(TlsOptions here) throws Exception {
        withTransport((near, far) ->
                TaskGroup.open(group -> {
                    group.fork(() ->
                            assertThatThrownBy(() -> Tls.server(far, asServer()))
                                    .isInstanceOf(SSLException.class));
                    assertThatThrownBy(() -> Tls.client(near, here))
                            .isInstanceOf(SSLException.class);
                    return 0;
                }));
    }

    @BackendTest
    void anEndWithoutCloseNotifyIsAnError() throws Exception {
        withTransport((near, far) ->
                TaskGroup.open(group -> {
                    Task<TlsStream> accepted = group.fork(() -> Tls.server(far, asServer()));
                    try (TlsStream stream = Tls.client(near, toLocalhost());
                            TlsStream peer = accepted.join()) {
                        send(peer, "half of it");
                        far.closeOutput(); // the transport's, behind the back of TLS
                        assertThat(receive(stream, 10)).isEqualTo("half of it");
                        assertThatThrownBy(() -> stream.receive(ByteBuffer.allocate(1)))
                                .isInstanceOf(SSLException.class)
                                .hasMessageContaining("close_notify");
                    }
                    return 0;
                }));
    }

    @BackendTest
    void aHandshakeCanBeCancelledAndClosesTheTransport() throws Exception {
        withTransport((near, far) -> {
            TestKit.assertWaitsUntilCancelled(() -> Tls.client(near, toLocalhost()));
            assertThatThrownBy(() -> near.receive(ByteBuffer.allocate(1)))
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> Tls.server(far, asServer())).isInstanceOf(SSLException.class);
        });
    }

    @BackendTest
    void aPeerThatSpeaksNoTlsIsRefused() throws Exception {
        withTransport((near, far) -> {
            send(far, "220 mail.example ready\r\n");
            assertThatThrownBy(() -> Tls.client(near, toLocalhost()))
                    .isInstanceOf(SSLException.class);
        });
    }

    @Test
    void onSimItIsRefusedByName() throws Exception {
        TlsOptions options = toLocalhost();
        assertThatThrownBy(
                        () -> AnyIO.run(Backends.named("sim"), _ -> overASimulatedStream(options)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("'sim' speaks no TLS");
    }

    private static TlsStream overASimulatedStream(TlsOptions options)
            throws IOException, InterruptedException {
        SimNetwork network = new SimNetwork(SimNetworkOptions.DEFAULT);
        SimHost server = network.host("server");
        try (Listener listener = server.listen(Address.of("server", 443));
                ByteStream stream = network.host("client").dial(listener.address())) {
            return Tls.client(stream, options);
        }
    }
}
