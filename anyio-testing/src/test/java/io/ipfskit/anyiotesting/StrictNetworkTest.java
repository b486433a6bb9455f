package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;
import io.ipfskit.anyio.sim.SimNetwork;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A strict network, real and simulated: who forgets to close a stream, a listener or a socket is
/// told so, with the place; and, if asked, who closes a stream before its end.
class StrictNetworkTest {
    private static final Address.Inet ANY = Address.of("127.0.0.1", 0);

    private static Network bare() {
        return TestKit.backend().isSimulated() ? new SimNetwork().host("here") : Network.real();
    }

    /// What a test does with a stream through a strict network.
    interface StreamBody {
        void run(Listener listener, ByteStream near, ByteStream far) throws Exception;
    }

    private static void through(Network network, StreamBody body) throws Exception {
        Listener listener = network.listen(ANY);
        body.run(listener, network.dial(listener.address()), listener.accept());
    }

    @BackendTest(seeds = 1)
    void whatIsLeftOpenFailsTheTestWithItsNameAndPlace() {
        assertThatThrownBy(() ->
                        TestKit.run(_ -> {
                            Network network = Strict.network(bare());
                            through(network, (_, _, _) -> {});
                            network.bind(ANY);
                            return 0;
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("4 still open:")
                .hasMessageContaining("Listener of listen(127.0.0.1:0")
                .hasMessageContaining("ByteStream of dial(127.0.0.1:")
                .hasMessageContaining("ByteStream of accept(), opened at")
                .hasMessageContaining("DatagramSocket of bind(127.0.0.1:0), opened at")
                .hasMessageContaining("StrictNetworkTest.through(StrictNetworkTest.java:");
    }

    @BackendTest(seeds = 1)
    void aFailureOfTheBodyGoesBeforeWhatItLeft() {
        assertThatThrownBy(() ->
                        TestKit.run(_ -> {
                            Strict.network(bare()).listen(ANY);
                            throw new IOException("the body's own");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("the body's own");
    }

    @BackendTest(seeds = 1)
    void whatIsClosedOrAbortedIsForgottenAndNotUsedAgain() throws Exception {
        TestKit.run(_ -> {
            Network network = Strict.network(bare());
            through(
                    network,
                    (listener, near, far) -> {
                        near.send(ByteBuffer.wrap(new byte[] {1}));
                        assertThat(far.receive(ByteBuffer.allocate(9))).isEqualTo(1);
                        near.close();
                        far.abort();
                        listener.close();
                        assertThatThrownBy(listener::accept)
                                .isInstanceOf(ClosedResource.class)
                                .hasMessageContaining("accept on Listener of listen(");
                        assertThatThrownBy(() -> near.receive(ByteBuffer.allocate(1)))
                                .isInstanceOf(ClosedResource.class)
                                .cause()
                                .hasMessageContaining("was closed here");
                        assertThat(near.remote()).isEqualTo(listener.address());
                    });
            try (DatagramSocket socket = network.bind(ANY)) {
                assertThat(socket.address().port()).isPositive();
            }
            Strict.requireAllClosed(network);
            return 0;
        });
    }

    @BackendTest(seeds = 1)
    void aDialThatFailsLeavesNothing() throws Exception {
        TestKit.run(_ -> {
            Network network = Strict.network(bare());
            Address nobody;
            try (Listener listener = network.listen(ANY)) {
                nobody = listener.address();
            }
            assertThatThrownBy(() -> network.dial(nobody)).isInstanceOf(IOException.class);
            return 0;
        });
    }

    // ---- bytes left unread ----

    @BackendTest(seeds = 1)
    void whoClosesBeforeTheEndIsToldWhenThatWasAskedFor() {
        assertThatThrownBy(() ->
                        TestKit.run(_ -> {
                            through(
                                    Strict.networkReadToEnd(bare()),
                                    (listener, near, far) -> {
                                        near.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                                        near.closeOutput();
                                        far.receive(ByteBuffer.allocate(2));
                                        far.close(); // a byte is left, and the end
                                        near.abort(); // which says that the rest is not wanted
                                        listener.close();
                                    });
                            return 0;
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("1 closed before the end was read:")
                .hasMessageContaining("ByteStream of accept(), opened at")
                .hasMessageContaining("closed at")
                .hasMessageContaining("StrictNetworkTest");
    }

    @BackendTest(seeds = 1)
    void whoReadsToTheEndOrToAFailureIsToldNothing() throws Exception {
        TestKit.run(_ -> {
            Network network = Strict.networkReadToEnd(bare());
            through(
                    network,
                    (listener, near, far) -> {
                        near.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                        near.closeOutput();
                        ByteBuffer into = ByteBuffer.allocate(9);
                        while (far.receive(into) >= 0) {
                            assertThat(into.position()).isLessThanOrEqualTo(3);
                        }
                        far.abort();
                        assertEnds(near);
                        near.close();
                        listener.close();
                    });
            return 0;
        });
    }

    /// The end of a stream whose peer aborted: a failure, or the end.
    private static void assertEnds(ByteStream stream) throws InterruptedException {
        try {
            assertThat(stream.receive(ByteBuffer.allocate(1))).isEqualTo(-1);
        } catch (IOException reset) {
            assertThat(reset).isInstanceOf(SocketException.class);
        }
    }

    @BackendTest(seeds = 1)
    void whereItWasNotAskedForStreamsMayBeClosedEarly() throws Exception {
        TestKit.run(_ -> {
            through(
                    Strict.network(bare()),
                    (listener, near, far) -> {
                        near.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                        far.close();
                        near.close();
                        listener.close();
                    });
            return 0;
        });
    }

    // ---- a mutant ----

    /// Our own code with a leak in it: a failed TLS handshake that leaves the stream below open.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLeakInOurOwnCodeIsCaughtAndTheCodeAsItIsNot(boolean leaks, @TempDir Path folder)
            throws Exception {
        String closing = "                transport.close();";
        MutantSource mutant =
                new MutantSource(
                        Path.of("..", "anyio", "src", "main", "java"),
                        "io.ipfskit.anyio.net.Tls",
                        closing,
                        leaks ? "                transport.local();" : closing);
        MutantSource.Ran ran = mutant.run(folder, StrictProgram.class);
        assertThat(ran.output()).contains("refused");
        assertThat(ran.exitCode()).as(ran.output()).isEqualTo(leaks ? 1 : 0);
        if (leaks) {
            assertThat(ran.output())
                    .contains("caught 1 still open:")
                    .contains("ByteStream of dial(127.0.0.1:")
                    .contains("StrictProgram.failAHandshake");
        }
    }
}
