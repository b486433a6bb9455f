package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLException;

/// How a TLS stream ends, and does not begin: half closed, cut by somebody in between, or with a
/// peer that stalls.
@BackendTests(sim = false)
class TlsEndsTest {
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir static Path folder;

    private static TestKeys keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.make(folder, "localhost");
    }

    private static TlsOptions toLocalhost() throws Exception {
        return TlsOptions.client(keys.trusting(), "localhost");
    }

    private static TlsOptions asServer() throws Exception {
        return TlsOptions.server(keys.showing());
    }

    /// What a test does with the two ends, and with what the one in between may still pass on.
    interface CutBody {
        void run(TlsStream near, TlsStream far, AtomicInteger passes) throws Exception;
    }

    /// Opens a stream whose bytes pass through somebody who, after as many more bytes to the client
    /// as he is told, ends the connection of TCP (and sends no `close_notify`, which he cannot).
    private static void withSomebodyBetween(CutBody body) throws Exception {
        TestKit.run(_ -> {
            AtomicInteger passes = new AtomicInteger(NEVER);
            try (Listener server = Network.real().listen(Address.of("127.0.0.1", 0));
                    Listener between = Network.real().listen(Address.of("127.0.0.1", 0))) {
                TaskGroup.open(group -> {
                    Task<ByteStream> there = group.fork(server::accept);
                    Task<ByteStream> toClient = group.fork(between::accept);
                    ByteStream client = Network.real().dial(between.address());
                    ByteStream toServer = Network.real().dial(server.address());
                    ByteStream left = toClient.join();
                    group.forkService("up", () -> pass(left, toServer, new AtomicInteger(NEVER)));
                    group.forkService("down", () -> pass(toServer, left, passes));
                    ByteStream accepted = there.join();
                    Task<TlsStream> far = group.fork(() -> Tls.server(accepted, asServer()));
                    try (TlsStream near = Tls.client(client, toLocalhost());
                            TlsStream end = far.join()) {
                        body.run(near, end, passes);
                    }
                    left.close();
                    toServer.close();
                    return 0;
                });
            }
            return 0;
        });
    }

    private static int pass(ByteStream from, ByteStream to, AtomicInteger passes)
            throws InterruptedException {
        try {
            ByteBuffer piece = ByteBuffer.allocate(1_000);
            while (from.receive(piece.clear()) >= 0) {
                piece.flip();
                int allowed = passes.get();
                if (allowed <= piece.remaining()) {
                    to.send(piece.limit(allowed));
                    break;
                }
                to.send(piece);
                if (allowed != NEVER) {
                    passes.addAndGet(-piece.position());
                }
            }
            to.closeOutput();
        } catch (IOException | RuntimeException ended) {
            // one of the ends is gone
        }
        return 0;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @BackendTest
    void aConnectionCutWithinARecordIsAnErrorAndGivesNothingThatWasNotSent() throws Exception {
        for (int cut : new int[] {1, 4, 5, 6, 700, 9_000}) {
            withSomebodyBetween((near, far, passes) -> {
                byte[] sent = random(64 << 10);
                TaskGroup.open(group -> {
                    send(near, far); // after it, all of the handshake has passed
                    passes.set(cut);
                    group.forkService(
                            "send",
                            () -> {
                                try {
                                    far.send(ByteBuffer.wrap(sent));
                                } catch (RuntimeException cutOff) {
                                    // nobody takes it any more
                                }
                                return 0;
                            });
                    ByteBuffer got = ByteBuffer.allocate(sent.length);
                    assertThatThrownBy(
                                    () -> {
                                        while (near.receive(got) >= 0) {
                                            assertThat(got.hasRemaining()).isTrue();
                                        }
                                    })
                            .isInstanceOf(SSLException.class)
                            .hasMessageContaining("close_notify");
                    assertThat(got.position()).isLessThan(cut);
                    assertThat(Arrays.copyOf(got.array(), got.position()))
                            .isEqualTo(Arrays.copyOf(sent, got.position()));
                    return 0;
                });
            });
        }
    }

    /// A few bytes each way.
    private static void send(TlsStream near, TlsStream far) throws Exception {
        ByteBuffer into = ByteBuffer.allocate(3);
        far.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        receiveAll(near, into);
        near.send(into.flip());
        receiveAll(far, into.clear());
    }

    private static void receiveAll(ByteStream from, ByteBuffer into) throws Exception {
        while (into.hasRemaining()) {
            assertThat(from.receive(into)).isPositive();
        }
    }

    /// Also what ends between two records is cut: only `close_notify` is an end.
    @BackendTest
    void aConnectionCutWhereNothingWasUnderWayIsAnErrorToo() throws Exception {
        withSomebodyBetween((near, far, passes) -> {
            send(near, far);
            passes.set(0);
            far.send(ByteBuffer.wrap(new byte[] {9}));
            assertThatThrownBy(() -> near.receive(ByteBuffer.allocate(1)))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("close_notify");
            assertThatThrownBy(() -> near.receive(ByteBuffer.allocate(1)))
                    .as("and stays one")
                    .isInstanceOf(SSLException.class);
        });
    }

    @BackendTest
    void anHonestEndIsNoError() throws Exception {
        withSomebodyBetween((near, far, _) -> {
            far.send(ByteBuffer.wrap(new byte[] {9}));
            far.close();
            receiveAll(near, ByteBuffer.allocate(1));
            assertThat(near.receive(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(near.receive(ByteBuffer.allocate(1))).isEqualTo(-1);
        });
    }

    @BackendTest
    void whoHasSaidEverythingStillHearsMuch() throws Exception {
        withSomebodyBetween((near, far, _) -> {
            byte[] answer = random(1 << 20);
            near.send(ByteBuffer.wrap(new byte[] {1}));
            near.closeOutput();
            receiveAll(far, ByteBuffer.allocate(1));
            assertThat(far.receive(ByteBuffer.allocate(1))).isEqualTo(-1);
            TaskGroup.open(group -> {
                group.fork(
                        "answer",
                        () -> {
                            far.send(ByteBuffer.wrap(answer));
                            far.closeOutput();
                            return 0;
                        });
                ByteBuffer into = ByteBuffer.allocate(answer.length);
                receiveAll(near, into);
                assertThat(into.array()).isEqualTo(answer);
                assertThat(near.receive(ByteBuffer.allocate(1))).isEqualTo(-1);
                return 0;
            });
        });
    }

    // ---- handshakes that stall ----

    /// What a peer does before it stalls.
    interface Stall {
        void until(ByteStream far) throws Exception;
    }

    private static void assertRunsOutOfTime(Stall stall) throws Exception {
        TestKit.run(run -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    ByteStream near = Network.real().dial(listener.address());
                    ByteStream far = listener.accept()) {
                TaskGroup.open(group -> {
                    group.fork(
                            "stall",
                            () -> {
                                stall.until(far);
                                return 0;
                            });
                    assertThatThrownBy(() ->
                                    CancelScope.failAfter(
                                            Duration.ofMillis(300),
                                            _ -> Tls.client(near, toLocalhost())))
                            .isInstanceOf(TimeoutException.class);
                    return 0;
                });
                assertThat(run.statistics().sockets()).as("the transport is closed").isEqualTo(2);
            }
            return 0;
        });
    }

    @BackendTest
    void aServerThatSaysNothingIsLeftWhenTheTimeIsOver() throws Exception {
        assertRunsOutOfTime(_ -> {});
    }

    @BackendTest
    void aServerThatStallsWithinARecordIsLeftWhenTheTimeIsOver() throws Exception {
        // a handshake record of 122 bytes, of which ten come
        byte[] begun = {22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3, 0, 0, 0, 0};
        assertRunsOutOfTime(far -> far.send(ByteBuffer.wrap(begun)));
    }

    @BackendTest
    void aClientThatStallsAfterItsFirstWordIsLeftWhenTheTimeIsOver() throws Exception {
        TestKit.run(run -> {
            try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                    ByteStream near = Network.real().dial(listener.address());
                    ByteStream far = listener.accept()) {
                near.send(ByteBuffer.wrap(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252}));
                assertThatThrownBy(() ->
                                CancelScope.failAfter(
                                        Duration.ofMillis(300), _ -> Tls.server(far, asServer())))
                        .isInstanceOf(TimeoutException.class);
                assertThat(run.statistics().sockets()).isEqualTo(2);
            }
            return 0;
        });
    }
}
