package io.ipfskit.anyio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DialOptions;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// What each fault does to streams, and that it does nothing else.
class SimStreamTest {
    private static final Address AT_B = Address.of("b", 80);

    private interface Connected {
        void run(SimNetwork network, ByteStream near, ByteStream far) throws Exception;
    }

    /// Runs a test between host `a`, which dialled, and host `b`.
    private static void connected(SimNetworkOptions options, Connected test) throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork(options);
            SimHost a = network.host("a");
            try (Listener listener = network.host("b").listen(AT_B)) {
                ByteStream near =
                        a.dial(AT_B, new DialOptions(true, true, Duration.ofSeconds(1), 4));
                ByteStream far = listener.accept();
                test.run(network, near, far);
                near.close();
                far.close();
            }
            return 0;
        });
    }

    private static final SimNetworkOptions OPTIONS = SimNetworkOptions.DEFAULT;

    // ---- links ----

    @BackendTest(backends = "sim")
    void aRoundTripTakesTwiceTheLatencyAndWithinTheJitter() throws Exception {
        Link link = Link.LOCAL.withLatency(Duration.ofMillis(10), Duration.ofMillis(5));
        connected(
                OPTIONS.withLink(link),
                (network, near, far) -> {
                    long before = Time.now();
                    send(near, 1);
                    receive(far, 1);
                    send(far, 1);
                    receive(near, 1);
                    assertThat(Time.now() - before).isBetween(20_000_000L, 30_100_000L);
                });
    }

    @BackendTest(backends = "sim")
    void bandwidthBoundsWhatArrivesInTime() throws Exception {
        connected(
                OPTIONS.withLink(Link.LOCAL.withBandwidth(1_000_000)),
                (network, near, far) -> {
                    long before = Time.now();
                    transfer(near, far, 2_000_000);
                    assertThat(Time.now() - before).isBetween(2_000_000_000L, 2_200_000_000L);
                });
    }

    @BackendTest(backends = "sim")
    void lossAndReorderingCostTimeAndNoByte() throws Exception {
        connected(
                OPTIONS.withLink(Link.WIDE.withLoss(0.05).withReorder(0.2).withDuplicate(0.2)),
                (network, near, far) -> {
                    long before = Time.now();
                    transfer(near, far, 1_000_000);
                    assertThat(Time.now() - before).isGreaterThan(1_000_000_000L);
                    assertThat(network.statistics().packetsLost()).isPositive();
                });
    }

    @BackendTest(backends = "sim")
    void asMuchWaitsOnItsWayAsTheTwoBuffersHold() throws Exception {
        connected(
                OPTIONS.withSocketBuffer(10_000),
                (network, near, far) -> {
                    CancelScope.moveOnAfter(
                            Duration.ofHours(1),
                            _ -> {
                                near.send(ByteBuffer.allocate(1_000_000));
                                return 0;
                            });
                    assertThat(network.statistics().streamBytesSent()).isEqualTo(20_000);
                    receive(far, 20_000);
                    near.abort();
                });
    }

    // ---- partitions ----

    @BackendTest(backends = "sim")
    void aPartitionStallsAStreamAndHealingLetsItGoOn() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.partition("a", "b");
                    send(near, 100);
                    assertThat(arrivesWithin(Duration.ofMinutes(3), far)).isFalse();
                    network.heal("a", "b");
                    receive(far, 100);
                    send(far, 100);
                    receive(near, 100);
                });
    }

    @BackendTest(backends = "sim")
    void aOneWayPartitionLetsBytesThroughTheOtherWay() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.partitionOneWay("a", "b");
                    send(far, 100);
                    receive(near, 100);
                    send(near, 100);
                    assertThat(arrivesWithin(Duration.ofMinutes(1), far)).isFalse();
                    network.healAll();
                    receive(far, 100);
                });
    }

    @BackendTest(backends = "sim")
    void aPartitionThatLastsBreaksWhoSendsAndNotWhoListens() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.partition("a", "b");
                    send(near, 100);
                    assertThatThrownBy(() -> receive(near, 1))
                            .isInstanceOf(SocketException.class)
                            .hasMessageContaining("timed out");
                    assertThatThrownBy(() -> send(near, 1)).isInstanceOf(BrokenResource.class);
                    assertThat(arrivesWithin(Duration.ofMinutes(30), far)).isFalse();
                });
    }

    @BackendTest(backends = "sim")
    void aPartitionOfOthersChangesNothing() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.host("c");
                    network.partition("a", "c");
                    network.partition("c", "b");
                    transfer(near, far, 500_000);
                    assertThat(network.statistics().packetsLost()).isZero();
                });
    }

    // ---- resets and crashes ----

    @BackendTest(backends = "sim")
    void aResetIsSeenOnBothEndsAfterWhatHadArrived() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    send(near, 10);
                    Time.sleep(Duration.ofSeconds(1));
                    network.reset("b", "a");
                    receive(far, 10);
                    for (ByteStream end : List.of(near, far)) {
                        assertThatThrownBy(() -> receive(end, 1))
                                .isInstanceOf(SocketException.class)
                                .hasMessageContaining("reset");
                        assertThatThrownBy(() -> send(end, 1)).isInstanceOf(BrokenResource.class);
                    }
                });
    }

    @BackendTest(backends = "sim")
    void whoOnlyListensDoesNotNoticeACrash() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.crash("b");
                    assertThat(arrivesWithin(Duration.ofMinutes(20), near)).isFalse();
                });
    }

    @BackendTest(backends = "sim")
    void withKeepAliveACrashIsNoticedAfterTwoHours() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.crash("b");
                    long before = Time.now();
                    assertThatThrownBy(() -> receive(near, 1)).isInstanceOf(SocketException.class);
                    assertThat(Duration.ofNanos(Time.now() - before))
                            .isBetween(Duration.ofHours(2), Duration.ofHours(3));
                });
    }

    @BackendTest(backends = "sim")
    void whoSendsToACrashedHostTimesOut() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.crash("b");
                    long before = Time.now();
                    send(near, 1);
                    assertThatThrownBy(() -> receive(near, 1)).isInstanceOf(SocketException.class);
                    assertThat(Duration.ofNanos(Time.now() - before))
                            .isBetween(
                                    OPTIONS.giveUpAfter(), OPTIONS.giveUpAfter().multipliedBy(2));
                });
    }

    @BackendTest(backends = "sim")
    void whoWaitsForRoomAtACrashedHostTimesOutToo() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) ->
                        TaskGroup.open(group -> {
                            group.fork(() -> {
                                assertThatThrownBy(() -> send(near, 1_000_000))
                                        .isInstanceOf(BrokenResource.class)
                                        .hasMessageContaining("timed out");
                                return 0;
                            });
                            Time.sleep(Duration.ofMinutes(5));
                            network.crash("b");
                            return 0;
                        }));
    }

    @BackendTest(backends = "sim")
    void whoSendsAfterARestartIsReset() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.crash("b");
                    network.restart("b");
                    send(near, 1);
                    assertThatThrownBy(() -> receive(near, 1))
                            .isInstanceOf(SocketException.class)
                            .hasMessageContaining("reset");
                });
    }

    @BackendTest(backends = "sim")
    void onTheCrashedHostEverythingIsGoneAndItsAddressesAreFree() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    network.crash("b");
                    SimHost b = network.host("b");
                    assertThatThrownBy(() -> receive(far, 1)).isInstanceOf(SocketException.class);
                    assertThatThrownBy(() -> b.listen(AT_B)).isInstanceOf(SocketException.class);
                    assertThatThrownBy(() -> b.dial(AT_B)).isInstanceOf(SocketException.class);
                    network.restart("b");
                    b.listen(AT_B).close();
                    assertThat(network.leaks()).hasSize(1).first().asString().contains("of a,");
                });
    }

    // ---- closing ----

    @BackendTest(backends = "sim")
    void aClosedStreamIsForgottenByBothHostsWhateverIsInItsWay() throws Exception {
        connected(
                OPTIONS.withLink(Link.WIDE.withLoss(0.2)),
                (network, near, far) -> {
                    send(near, 50_000);
                    near.close();
                    receive(far, 50_000);
                    assertThat(far.receive(ByteBuffer.allocate(1))).isEqualTo(-1);
                    far.close();
                    Time.sleep(Duration.ofHours(1));
                    assertThat(network.statistics().connections()).isZero();
                    assertThat(network.statistics().streamsOpen()).isZero();
                });
    }

    @BackendTest(backends = "sim")
    void closingWithBytesUnreadResetsThePeer() throws Exception {
        connected(
                OPTIONS,
                (network, near, far) -> {
                    send(near, 10);
                    Time.sleep(Duration.ofSeconds(1));
                    far.close();
                    assertThatThrownBy(() -> receive(near, 1))
                            .isInstanceOf(SocketException.class)
                            .hasMessageContaining("reset");
                });
    }

    // ---- words ----

    private static void send(ByteStream to, int count) throws IOException, InterruptedException {
        to.send(ByteBuffer.allocate(count));
    }

    private static void receive(ByteStream from, int count)
            throws IOException, InterruptedException {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining()) {
            assertThat(from.receive(into)).isPositive();
        }
    }

    private static boolean arrivesWithin(Duration patience, ByteStream from)
            throws IOException, InterruptedException {
        return !CancelScope.moveOnAfter(patience, _ -> from.receive(ByteBuffer.allocate(1)))
                .wasCaught();
    }

    /// Sends bytes that tell their place, and checks that they arrive so.
    static void transfer(ByteStream from, ByteStream to, int count)
            throws IOException, InterruptedException {
        TaskGroup.open(group -> {
            group.fork(() -> {
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) (i * 31 + i / 251);
                }
                from.send(ByteBuffer.wrap(bytes));
                return 0;
            });
            ByteBuffer into = ByteBuffer.allocate(count);
            while (into.hasRemaining()) {
                to.receive(into);
            }
            for (int i = 0; i < count; i++) {
                assertThat(into.get(i)).isEqualTo((byte) (i * 31 + i / 251));
            }
            return 0;
        });
    }
}
