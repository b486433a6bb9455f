package io.ipfskit.anyio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DialOptions;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Happy eyeballs (RFC 8305) to the nanosecond: which address is tried when, who wins, and that the
/// others are closed.
class EagerDialTest {
    private static final Duration DELAY = DialOptions.DEFAULT.attemptDelay();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// More than a way there and back takes on these links.
    private static final Duration ROUND_TRIP = Duration.ofMillis(1);

    /// Made in the run.
    private @Nullable SimNetwork made;

    /// What each host accepted, and what became of it.
    private final Map<String, List<String>> accepted = new TreeMap<>();

    private SimNetwork network() {
        return Objects.requireNonNull(made);
    }

    private SimHost client() {
        return network().host("client");
    }

    /// What a test does while `a`, `b` and `c` listen, to all of which one name leads.
    interface ServedBody {
        void run() throws Exception;
    }

    private void served(ServedBody body) throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork(SimNetworkOptions.DEFAULT.withConnectFor(PATIENCE));
            made = network;
            network.host("client");
            List<String> addresses = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                addresses.add(network.host(name).ip());
            }
            network.name("service", addresses);
            TaskGroup.open(group -> {
                for (String name : List.of("a", "b", "c")) {
                    group.forkService(name, () -> serve(name));
                }
                TestKit.awaitAllBlocked();
                body.run();
                Time.sleep(Duration.ofMinutes(10)); // everything under way has arrived
                return 0;
            });
            assertThat(network.leaks()).isEmpty();
            return 0;
        });
    }

    private int serve(String name) throws IOException, InterruptedException {
        try (Listener listener = network().host(name).listen(Address.of(name, 80))) {
            while (true) {
                try (ByteStream stream = listener.accept()) {
                    accepted.computeIfAbsent(name, _ -> new ArrayList<>()).add(end(stream));
                }
            }
        }
    }

    private static String end(ByteStream stream) throws InterruptedException {
        try {
            ByteBuffer into = ByteBuffer.allocate(1);
            return stream.receive(into) < 0 ? "ended" : "used";
        } catch (IOException reset) {
            return "reset";
        }
    }

    /// Dials, uses the stream, and returns who answered and after how long.
    private Duration dial(String expected, DialOptions options) throws Exception {
        long began = Time.now();
        Duration took;
        try (ByteStream stream = client().dial(Address.of("service", 80), options)) {
            took = Duration.ofNanos(Time.now() - began);
            assertThat(((Address.Inet) stream.remote()).host())
                    .isEqualTo(network().host(expected).ip());
            stream.send(ByteBuffer.wrap(new byte[] {1}));
        }
        return took;
    }

    @BackendTest(backends = "sim", seeds = 10)
    void theFirstAddressThatAnswersIsTheOnlyOneTried() throws Exception {
        served(() -> assertThat(dial("a", DialOptions.DEFAULT)).isLessThan(ROUND_TRIP));
        assertThat(accepted).containsOnlyKeys("a").containsValue(List.of("used"));
    }

    @BackendTest(backends = "sim", seeds = 10)
    void afterItsDelayTheNextIsTriedBesideOneThatHangs() throws Exception {
        served(() -> {
            network().partition("client", "a");
            assertThat(dial("b", DialOptions.DEFAULT)).isBetween(DELAY, DELAY.plus(ROUND_TRIP));
        });
        assertThat(accepted).containsOnlyKeys("b").containsValue(List.of("used"));
    }

    @BackendTest(backends = "sim", seeds = 10)
    void eachThatHangsCostsOneDelay() throws Exception {
        served(() -> {
            network().partition("client", "a");
            network().partition("client", "b");
            Duration delays = DELAY.multipliedBy(2);
            assertThat(dial("c", DialOptions.DEFAULT)).isBetween(delays, delays.plus(ROUND_TRIP));
        });
    }

    @BackendTest(backends = "sim", seeds = 10)
    void afterOneThatRefusesTheNextIsTriedAtOnce() throws Exception {
        served(() -> {
            network().refuse("a", true);
            network().refuse("b", true);
            assertThat(dial("c", DialOptions.DEFAULT)).isLessThan(ROUND_TRIP.multipliedBy(3));
        });
        assertThat(accepted).containsOnlyKeys("c");
    }

    @BackendTest(backends = "sim", seeds = 10)
    void whoAnswersFirstWinsAlsoWhenHeWasAskedLater() throws Exception {
        served(() -> {
            Duration slow = Duration.ofMillis(400); // each way
            network().link("client", "a", Link.LOCAL.withLatency(slow, Duration.ZERO));
            assertThat(dial("b", DialOptions.DEFAULT)).isBetween(DELAY, DELAY.plus(ROUND_TRIP));
        });
        assertThat(accepted.get("b")).containsExactly("used");
        assertThat(accepted.getOrDefault("a", List.of())).as("the loser").doesNotContain("used");
    }

    @BackendTest(backends = "sim", seeds = 10)
    void aSlowOneStillWinsOverOthersThatAreSlower() throws Exception {
        served(() -> {
            Duration slow = Duration.ofMillis(200);
            network().link("client", "a", Link.LOCAL.withLatency(slow, Duration.ZERO));
            network()
                    .link(
                            "client",
                            "b",
                            Link.LOCAL.withLatency(slow.multipliedBy(3), Duration.ZERO));
            network().partition("client", "c");
            Duration both = slow.multipliedBy(2);
            assertThat(dial("a", DialOptions.DEFAULT)).isBetween(both, both.plus(ROUND_TRIP));
        });
        assertThat(accepted.get("a")).containsExactly("used");
        assertThat(accepted.getOrDefault("b", List.of())).doesNotContain("used");
    }

    @BackendTest(backends = "sim", seeds = 10)
    void whenAllRefuseTheErrorTellsOfEachAddress() throws Exception {
        served(() -> {
            for (String host : List.of("a", "b", "c")) {
                network().refuse(host, true);
            }
            assertNobodyAnswers(ROUND_TRIP.multipliedBy(4));
        });
        assertThat(accepted).isEmpty();
    }

    @BackendTest(backends = "sim", seeds = 10)
    void whenAllHangTheErrorTellsOfEachAddress() throws Exception {
        served(() -> {
            for (String host : List.of("a", "b", "c")) {
                network().partition("client", host);
            }
            assertNobodyAnswers(PATIENCE.multipliedBy(2)); // beside one another, not in turn
        });
        assertThat(accepted).isEmpty();
    }

    private void assertNobodyAnswers(Duration most) {
        long began = Time.now();
        assertThatThrownBy(() -> client().dial(Address.of("service", 80)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("service:80")
                .hasMessageContaining(network().host("a").ip())
                .hasMessageContaining(network().host("b").ip())
                .hasMessageContaining(network().host("c").ip())
                .satisfies(failed -> assertThat(failed.getSuppressed()).hasSize(3));
        assertThat(Duration.ofNanos(Time.now() - began)).isLessThan(most);
    }

    @BackendTest(backends = "sim", seeds = 10)
    void noMoreAddressesAreTriedThanAllowed() throws Exception {
        served(() -> {
            network().refuse("a", true);
            network().refuse("b", true);
            DialOptions two = new DialOptions(true, false, DELAY, 2);
            assertThatThrownBy(() -> client().dial(Address.of("service", 80), two))
                    .isInstanceOf(ConnectException.class)
                    .satisfies(failed -> assertThat(failed.getSuppressed()).hasSize(2));
        });
        assertThat(accepted).isEmpty();
    }

    @BackendTest(backends = "sim", seeds = 10)
    void aDialThatIsCancelledBetweenTwoAttemptsLeavesNothing() throws Exception {
        served(() -> {
            for (String host : List.of("a", "b", "c")) {
                network().partition("client", host);
            }
            assertThat(
                            CancelScope.moveOnAfter(
                                            DELAY.plusMillis(1),
                                            _ -> client().dial(Address.of("service", 80)))
                                    .wasCaught())
                    .isTrue();
            assertThat(network().statistics().streamsOpen()).isZero();
        });
        assertThat(accepted).isEmpty();
    }
}
