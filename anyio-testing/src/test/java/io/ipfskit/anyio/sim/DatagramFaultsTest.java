package io.ipfskit.anyio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// What can happen to datagrams, each alone: it does happen, and nothing else does; by the seed
/// over a whole link, and by a script for a while.
class DatagramFaultsTest {
    private static final int COUNT = 400;

    /// Between two datagrams: less than a held-back one is late.
    private static final Duration SPACE = Duration.ofNanos(100_000);

    private static final Duration LATENCY = Duration.ofMillis(2);

    /// Nothing ever goes wrong on it, and everything takes the same time.
    private static final Link EVEN =
            Link.LOCAL.withLatency(LATENCY, Duration.ZERO).withBandwidth(Long.MAX_VALUE / 4);

    /// One datagram that came.
    ///
    /// @param number its place in the order of sending
    /// @param nanos how long it was on its way
    private record Came(int number, long nanos) {}

    private final List<Came> came = new ArrayList<>();
    private @Nullable SimNetworkStatistics statistics;

    /// Sends all datagrams from `a` to `b`, while a script plays that changes the link.
    private void run(Link link, @Nullable Script script) throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork(SimNetworkOptions.DEFAULT.withLink(link));
            SimHost here = network.host("a");
            SimHost there = network.host("b");
            try (DatagramSocket one = here.bind(Address.of("a", 0));
                    DatagramSocket other = there.bind(Address.of("b", 0))) {
                TaskGroup.open(group -> {
                    group.fork("receive", () -> receive(other));
                    if (script != null) {
                        group.fork(
                                "script",
                                () -> {
                                    script.play(network);
                                    return 0;
                                });
                    }
                    for (int i = 0; i < COUNT; i++) {
                        ByteBuffer bytes = ByteBuffer.allocate(12);
                        one.send(bytes.putInt(i).putLong(Time.now()).flip(), other.address());
                        Time.sleep(SPACE);
                    }
                    return 0;
                });
            }
            statistics = network.statistics();
            return 0;
        });
    }

    private int receive(DatagramSocket from) throws Exception {
        while (true) {
            ByteBuffer into = ByteBuffer.allocate(12);
            Outcome<Address.Inet> sender =
                    CancelScope.moveOnAfter(Duration.ofSeconds(10), _ -> from.receive(into));
            if (sender.wasCaught()) {
                return 0;
            }
            into.flip();
            came.add(new Came(into.getInt(), Time.now() - into.getLong()));
        }
    }

    private List<Integer> numbers() {
        return came.stream().map(Came::number).toList();
    }

    private void assertStatistics(long lost, long duplicated, long reordered) {
        SimNetworkStatistics seen = Objects.requireNonNull(statistics);
        assertThat(seen.datagramsSent()).isEqualTo(COUNT);
        assertThat(seen.datagramsReceived()).isEqualTo(came.size());
        assertThat(seen.datagramsDropped()).isZero();
        assertThat(seen.packetsLost()).as("lost").isEqualTo(lost);
        assertThat(seen.datagramsDuplicated()).as("duplicated").isEqualTo(duplicated);
        assertThat(seen.datagramsReordered()).as("reordered").isEqualTo(reordered);
    }

    private static List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            all.add(i);
        }
        return all;
    }

    private void assertNoneIsLate(Duration most) {
        assertThat(came).allSatisfy(one -> assertThat(one.nanos()).isBetween(least(), nanos(most)));
    }

    private static long least() {
        return LATENCY.toNanos();
    }

    /// With what rounding and the way out of the host may add.
    private static long nanos(Duration most) {
        return most.toNanos() + 1_000;
    }

    // ---- from the seed ----

    @BackendTest(backends = "sim", seeds = 20)
    void withoutAFaultAllComeOnceInOrderAndInTime() throws Exception {
        run(EVEN, null);
        assertThat(numbers()).isEqualTo(all());
        assertNoneIsLate(LATENCY);
        assertStatistics(0, 0, 0);
    }

    @BackendTest(backends = "sim", seeds = 20)
    void lossAloneTakesSomeAndLeavesTheOrder() throws Exception {
        run(EVEN.withLoss(0.2), null);
        assertThat(numbers()).isSorted().doesNotHaveDuplicates().isSubsetOf(all());
        assertThat(came.size()).isBetween(COUNT / 2, COUNT - 1);
        assertNoneIsLate(LATENCY);
        assertStatistics(COUNT - came.size(), 0, 0);
    }

    @BackendTest(backends = "sim", seeds = 20)
    void duplicationAloneDoublesSomeAndLosesNone() throws Exception {
        run(EVEN.withDuplicate(0.2), null);
        assertThat(numbers()).isSorted();
        assertThat(new HashSet<>(numbers())).hasSize(COUNT);
        assertThat(came.size()).isBetween(COUNT + 1, 2 * COUNT);
        assertNoneIsLate(LATENCY);
        assertStatistics(0, came.size() - COUNT, 0);
    }

    @BackendTest(backends = "sim", seeds = 20)
    void reorderingAloneLetsSomeBeOvertakenAndAllArriveOnce() throws Exception {
        run(EVEN.withReorder(0.2), null);
        assertThat(numbers()).isNotEqualTo(all());
        assertThat(numbers()).containsExactlyInAnyOrderElementsOf(all());
        List<Integer> overtaken = overtaken();
        assertThat(overtaken).isNotEmpty();
        SimNetworkStatistics seen = Objects.requireNonNull(statistics);
        assertThat((long) overtaken.size()).isLessThanOrEqualTo(seen.datagramsReordered());
        assertThat(seen.datagramsReordered()).isLessThan(COUNT / 2);
        assertThat(seen.packetsLost() + seen.datagramsDuplicated()).isZero();
    }

    /// Those that came after one that was sent later.
    private List<Integer> overtaken() {
        List<Integer> found = new ArrayList<>();
        int newest = -1;
        for (int number : numbers()) {
            if (number < newest) {
                found.add(number);
            }
            newest = Math.max(newest, number);
        }
        return found;
    }

    @BackendTest(backends = "sim", seeds = 20)
    void delayAloneSpreadsTheTimesAndLeavesTheOrder() throws Exception {
        Duration spread = Duration.ofMillis(30);
        run(EVEN.withLatency(LATENCY, spread), null);
        assertThat(numbers()).isEqualTo(all());
        assertNoneIsLate(LATENCY.plus(spread));
        assertThat(came.stream().mapToLong(Came::nanos).max().orElse(0))
                .as("somebody is late")
                .isGreaterThan(nanos(LATENCY.multipliedBy(2)));
        assertStatistics(0, 0, 0);
    }

    // ---- from a script ----

    private static final Duration BEGIN = SPACE.multipliedBy(100).plusNanos(50_000);
    private static final Duration END = SPACE.multipliedBy(200).plusNanos(50_000);

    /// Those that are sent while the link is bad, the 102nd to the 201st.
    private static final int FIRST = 101;

    private static final int LAST = 200;

    private static Script meanwhile(Link bad) {
        return Script.at(BEGIN).link("a", "b", bad).andAt(END).link("a", "b", EVEN);
    }

    private static boolean isMeanwhile(int number) {
        return number >= FIRST && number <= LAST;
    }

    @BackendTest(backends = "sim", seeds = 5)
    void aScriptLosesWhatIsSentMeanwhileAndNothingElse() throws Exception {
        run(EVEN, meanwhile(EVEN.withLoss(1)));
        List<Integer> kept = all();
        kept.removeIf(DatagramFaultsTest::isMeanwhile);
        assertThat(numbers()).isEqualTo(kept);
        assertNoneIsLate(LATENCY);
        assertStatistics(LAST - FIRST + 1, 0, 0);
    }

    @BackendTest(backends = "sim", seeds = 5)
    void aScriptDoublesWhatIsSentMeanwhileAndNothingElse() throws Exception {
        run(EVEN, meanwhile(EVEN.withDuplicate(1)));
        List<Integer> expected = all();
        for (int i = FIRST; i <= LAST; i++) {
            expected.add(i);
        }
        expected.sort(Comparator.naturalOrder());
        assertThat(numbers()).isEqualTo(expected);
        assertNoneIsLate(LATENCY);
        assertStatistics(0, LAST - FIRST + 1, 0);
    }

    @BackendTest(backends = "sim", seeds = 5)
    void aScriptHoldsBackWhatIsSentMeanwhileAndNothingElse() throws Exception {
        run(EVEN, meanwhile(EVEN.withReorder(1)));
        assertThat(numbers()).containsExactlyInAnyOrderElementsOf(all());
        assertThat(overtaken())
                .isNotEmpty()
                .allSatisfy(number -> assertThat(isMeanwhile(number)).isTrue());
        assertThat(came.stream().filter(one -> !isMeanwhile(one.number())))
                .allSatisfy(one -> assertThat(one.nanos()).isBetween(least(), nanos(LATENCY)));
        assertStatistics(0, 0, LAST - FIRST + 1);
    }

    @BackendTest(backends = "sim", seeds = 5)
    void aScriptDelaysWhatIsSentMeanwhileAndNothingElseIsLostForIt() throws Exception {
        Duration slow = Duration.ofMillis(50);
        run(EVEN, meanwhile(EVEN.withLatency(slow, Duration.ZERO)));
        assertThat(numbers()).as("in order, so those behind wait").isEqualTo(all());
        assertThat(came.stream().filter(one -> isMeanwhile(one.number())))
                .allSatisfy(one -> assertThat(one.nanos()).isBetween(slow.toNanos(), nanos(slow)));
        assertThat(came.stream().filter(one -> one.number() < FIRST))
                .allSatisfy(one -> assertThat(one.nanos()).isBetween(least(), nanos(LATENCY)));
        assertStatistics(0, 0, 0);
    }

    // ---- the same seed ----

    @BackendTest(backends = "sim", seeds = 5)
    void oneSeedHasOneCourse() throws Exception {
        Link all = EVEN.withLoss(0.1).withDuplicate(0.1).withReorder(0.1);
        run(all, null);
        List<Came> first = List.copyOf(came);
        came.clear();
        run(all, null);
        assertThat(came).isEqualTo(first);
    }
}
