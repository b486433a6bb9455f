package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A name of several addresses, on several addresses of the loopback device; which is tried when is
/// told by what would hang for ever otherwise.
@BackendTests(sim = false)
class HappyEyeballsTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofDays(1);

    @BeforeAll
    static void needsManyLoopbackAddresses() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException absent) {
            assumeTrue(false, "this machine has 127.0.0.1 alone");
        }
    }

    private static RealStream dial(Duration delay, int port, String... hosts)
            throws IOException, InterruptedException {
        List<InetSocketAddress> resolved = new ArrayList<>();
        for (String host : hosts) {
            resolved.add(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        }
        DialOptions options = new DialOptions(true, false, delay, 16);
        return new HappyEyeballs(Sockets.ofCaller(), Address.of("several.example", port), options)
                .dial(resolved);
    }

    private static int port(Listener listener) {
        return ((Address.Inet) listener.address()).port();
    }

    /// A listener whose queue is full, so that nobody answers a dial.
    private record Deaf(ServerSocketChannel listener, List<SocketChannel> dialled)
            implements AutoCloseable {
        static Deaf on(String host, int port) throws IOException {
            Deaf deaf = new Deaf(ServerSocketChannel.open(), new ArrayList<>());
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(host), port);
            deaf.listener.bind(address, 1);
            for (int i = 0; i < 8; i++) {
                SocketChannel dial = SocketChannel.open();
                deaf.dialled.add(dial);
                dial.configureBlocking(false);
                dial.connect(address);
            }
            return deaf;
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel dial : dialled) {
                dial.close();
            }
            listener.close();
        }
    }

    @BackendTest
    void besideAnAddressThatHangsTheNextIsTriedAfterAWhile() throws Exception {
        TestKit.run(run -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    Deaf _ = Deaf.on("127.0.0.2", port(listener));
                    Deaf _ = Deaf.on("127.0.0.3", port(listener));
                    ByteStream near =
                            dial(SOON, port(listener), "127.0.0.2", "127.0.0.3", "127.0.0.1");
                    ByteStream far = listener.accept()) {
                assertThat(near.remote()).isEqualTo(listener.address());
                assertThat(far.remote()).isEqualTo(near.local());
                assertThat(run.statistics().sockets())
                        .as("the listener and two ends; the losers are closed")
                        .isEqualTo(3);
            }
            return 0;
        });
    }

    @BackendTest
    void afterAnAddressThatRefusesTheNextIsTriedAtOnce() throws Exception {
        TestKit.run(run -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    ByteStream near =
                            dial(NEVER, port(listener), "127.0.0.2", "127.0.0.3", "127.0.0.1")) {
                assertThat(near.remote()).isEqualTo(listener.address());
                assertThat(run.statistics().sockets()).isEqualTo(2);
            }
            return 0;
        });
    }

    @BackendTest
    void whereTheFirstAnswersTheOthersAreNotTried() throws Exception {
        TestKit.run(_ -> {
            try (Listener first = Network.real().listen(Address.of("127.0.0.2", 0));
                    Listener second = Network.real().listen(Address.of("127.0.0.1", port(first)));
                    ByteStream near = dial(NEVER, port(first), "127.0.0.2", "127.0.0.1")) {
                assertThat(near.remote()).isEqualTo(first.address());
                first.accept().close();
                assertThat(CancelScope.moveOnAfter(SOON, _ -> second.accept()).wasCaught())
                        .as("nobody came to the second")
                        .isTrue();
            }
            return 0;
        });
    }

    @BackendTest
    void whenAllFailTheErrorTellsOfEachAddress() throws Exception {
        TestKit.run(run -> {
            int port;
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0))) {
                port = port(listener);
            }
            assertThatThrownBy(() -> dial(NEVER, port, "127.0.0.1", "127.0.0.2", "127.0.0.3"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("several.example:" + port)
                    .hasMessageContaining("127.0.0.1: ")
                    .hasMessageContaining("127.0.0.2: ")
                    .hasMessageContaining("127.0.0.3: ")
                    .satisfies(failed -> assertThat(failed.getSuppressed()).hasSize(3));
            assertThat(run.statistics().sockets()).isZero();
            return 0;
        });
    }

    @BackendTest
    void aDialThatRunsOutOfTimeClosesAllItsAttempts() throws Exception {
        TestKit.run(run -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    Deaf _ = Deaf.on("127.0.0.2", port(listener));
                    Deaf _ = Deaf.on("127.0.0.3", port(listener))) {
                assertThat(
                                CancelScope.moveOnAfter(
                                                SOON.multipliedBy(10),
                                                _ ->
                                                        dial(
                                                                SOON,
                                                                port(listener),
                                                                "127.0.0.2",
                                                                "127.0.0.3"))
                                        .wasCaught())
                        .isTrue();
                assertThat(run.statistics().sockets()).isEqualTo(1);
            }
            return 0;
        });
    }
}
