package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.SimOptions;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyio.net.Listener;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A program by the seed on a bad network, that knows what must hold: bytes of streams are
/// conserved whoever is cancelled, no more is under way than buffers hold, through a cut nothing
/// comes, a crash ends what was open and frees its addresses, and in the end nothing is left.
///
/// As `main` it runs seeds on `sim` until one fails.
final class NetworkProgram {
    private static final int BUFFER = 4_096;
    private static final int TOTAL = 60_000;
    private static final Address AT_B = Address.of("b", 80);
    private static final Address AT_F = Address.of("f", 80);

    private record Heard(long sent, long received) {}

    private record Cut(long from, long to) {}

    private final List<String> broken = new ArrayList<>();
    private final List<Cut> thereCut = new ArrayList<>();
    private final List<Cut> backCut = new ArrayList<>();
    private final SimNetwork network;

    /// Runs seeds on `sim`; arguments: first seed, number of seeds. Exit code 1 tells a failure.
    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        for (long seed = first; seed < first + Long.parseLong(args[1]); seed++) {
            SimOptions options =
                    SimOptions.seed(seed)
                            .withMaxSteps(1_000_000)
                            .withMaxVirtual(Duration.ofHours(12));
            String outcome;
            try {
                outcome = AnyIO.run(new SimBackend(options), run -> new NetworkProgram().run(run));
            } catch (Exception | Error failure) {
                outcome = failure.toString();
            }
            if (!outcome.equals("conserved")) {
                System.out.println("caught at seed " + seed + ": " + outcome);
                System.exit(1);
            }
        }
        System.out.println("conserved");
    }

    NetworkProgram() {
        network =
                new SimNetwork(
                        SimNetworkOptions.DEFAULT
                                .withLink(
                                        Link.WIDE
                                                .withLoss(0.02)
                                                .withDuplicate(0.05)
                                                .withReorder(0.05))
                                .withSocketBuffer(BUFFER)
                                .withConnectFor(Duration.ofSeconds(60))
                                .withGiveUpAfter(Duration.ofSeconds(120)));
        for (String host : List.of("a", "b", "c", "d", "e", "f")) {
            network.host(host);
        }
    }

    /// Returns `conserved`, or what was not.
    String run(Run run) throws Exception {
        TaskGroup.open(group -> {
            group.fork("streams", this::streams);
            group.fork("datagrams", this::datagrams);
            group.fork("crash", this::crash);
            group.fork("cuts of streams", () -> cuts(2, "a", "b"));
            return 0;
        });
        Time.sleep(Duration.ofMinutes(10));
        SimNetworkStatistics left = network.statistics();
        require(
                left.connections() == 0
                        && left.streamsOpen() == 0
                        && left.listenersOpen() == 0
                        && left.datagramSocketsOpen() == 0,
                "left in the network: " + left + network.leaks());
        return broken.isEmpty() ? "conserved" : broken.toString();
    }

    // ---- bytes of streams ----

    private int streams() throws IOException, InterruptedException {
        try (Listener listener = network.host("b").listen(AT_B)) {
            TaskGroup.open(group -> {
                ByteStream near = network.host("a").dial(AT_B);
                ByteStream far = listener.accept();
                int[] there = new int[2];
                int[] back = new int[2];
                TaskGroup.open(both -> {
                    both.fork("send there", () -> sendAll(near, there));
                    both.fork("receive there", () -> receiveAll(far, there));
                    both.fork("send back", () -> sendAll(far, back));
                    both.fork("receive back", () -> receiveAll(near, back));
                    return 0;
                });
                near.close();
                far.close();
                return 0;
            });
        }
        return 0;
    }

    private static byte at(int place) {
        return (byte) (place * 31 + place / 253);
    }

    /// Sends in pieces; never more may be under way than two buffers hold.
    private int sendAll(ByteStream to, int[] moved) throws IOException, InterruptedException {
        while (moved[0] < TOTAL) {
            byte[] piece = new byte[Math.min(1 + Rng.nextInt(600), TOTAL - moved[0])];
            for (int i = 0; i < piece.length; i++) {
                piece[i] = at(moved[0] + i);
            }
            to.send(ByteBuffer.wrap(piece));
            moved[0] += piece.length;
            int under = moved[0] - moved[1];
            require(under <= 2 * BUFFER, under + " bytes are under way");
        }
        to.closeOutput();
        return 0;
    }

    /// Receives in pieces, often cancelled, and rests once so long that the sender has to wait.
    private int receiveAll(ByteStream from, int[] moved) throws IOException, InterruptedException {
        int rest = Rng.nextInt(TOTAL);
        boolean isEnd = false;
        while (!isEnd) {
            if (moved[1] >= rest) {
                rest = Integer.MAX_VALUE;
                Time.sleep(Duration.ofSeconds(20));
            }
            ByteBuffer into = ByteBuffer.allocate(1 + Rng.nextInt(900));
            Outcome<Integer> count =
                    CancelScope.moveOnAfter(
                            Duration.ofNanos(Rng.nextInt(60_000_000)), _ -> from.receive(into));
            isEnd = !count.wasCaught() && count.result() < 0;
            require(!count.wasCaught() || into.position() == 0, "a cancelled receive took bytes");
            into.flip();
            while (into.hasRemaining()) {
                require(into.get() == at(moved[1]), "a wrong byte at " + moved[1]);
                moved[1]++;
            }
        }
        require(moved[1] == TOTAL, "only " + moved[1] + " bytes came");
        return 0;
    }

    private int cuts(int times, String one, String other) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Time.sleep(Duration.ofMillis(Rng.nextInt(3_000)));
            network.partition(one, other);
            Time.sleep(Duration.ofMillis(100 + Rng.nextInt(5_000)));
            network.heal(one, other);
        }
        return 0;
    }

    // ---- datagrams and cuts ----

    private int datagrams() throws IOException, InterruptedException {
        Address.Inet atC = Address.of("c", 53);
        Address.Inet atD = Address.of("d", 53);
        try (DatagramSocket c = network.host("c").bind(atC);
                DatagramSocket d = network.host("d").bind(atD)) {
            List<Heard> there = new ArrayList<>();
            List<Heard> back = new ArrayList<>();
            TaskGroup.open(group -> {
                group.forkService("hear there", () -> hear(d, there));
                group.forkService("hear back", () -> hear(c, back));
                group.forkService("tell there", () -> tell(c, atD));
                group.forkService("tell back", () -> tell(d, atC));
                group.fork("cuts", this::cutsOneWayAndBoth);
                return 0;
            });
            requireNothingThrough(there, thereCut, backCut);
            requireNothingThrough(back, backCut, thereCut);
        }
        return 0;
    }

    private int cutsOneWayAndBoth() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Time.sleep(Duration.ofMillis(200 + Rng.nextInt(1_000)));
            boolean isBoth = i == 0;
            if (isBoth) {
                network.partition("c", "d");
            } else {
                network.partitionOneWay("c", "d");
            }
            long from = Time.now();
            Time.sleep(Duration.ofMillis(300 + Rng.nextInt(1_000)));
            thereCut.add(new Cut(from, Time.now()));
            if (isBoth) {
                backCut.add(new Cut(from, Time.now()));
            }
            network.heal("c", "d");
        }
        Time.sleep(Duration.ofMillis(500));
        return 0;
    }

    private static int tell(DatagramSocket from, Address.Inet to)
            throws IOException, InterruptedException {
        while (true) {
            from.send(ByteBuffer.allocate(8).putLong(Time.now()).flip(), to);
            Time.sleep(Duration.ofMillis(1 + Rng.nextInt(10)));
        }
    }

    private static int hear(DatagramSocket at, List<Heard> heard)
            throws IOException, InterruptedException {
        ByteBuffer into = ByteBuffer.allocate(8);
        while (true) {
            at.receive(into.clear());
            heard.add(new Heard(into.flip().getLong(), Time.now()));
        }
    }

    /// While its way is cut nothing comes; while only the other way is, and between cuts, it does.
    private void requireNothingThrough(List<Heard> heard, List<Cut> cuts, List<Cut> others) {
        for (Cut cut : cuts) {
            for (Heard one : heard) {
                require(
                        one.received <= cut.from || one.received >= cut.to,
                        "a datagram came through a cut");
            }
            require(
                    heard.stream().anyMatch(one -> one.sent > cut.to),
                    "nothing comes after a cut was mended");
        }
        for (Cut other : others) {
            require(
                    cuts.contains(other)
                            || heard.stream()
                                    .anyMatch(one ->
                                            one.received > other.from && one.received < other.to),
                    "a cut of one way stopped the other");
        }
    }

    // ---- a crash ----

    private int crash() throws IOException, InterruptedException {
        SimHost e = network.host("e");
        SimHost f = network.host("f");
        Listener listener = f.listen(AT_F);
        ByteStream near = e.dial(AT_F);
        ByteStream far = listener.accept();
        near.send(ByteBuffer.allocate(100));
        ByteBuffer into = ByteBuffer.allocate(100);
        while (into.hasRemaining()) {
            far.receive(into);
        }
        if (Rng.nextInt(2) == 0) {
            near.send(ByteBuffer.allocate(1 + Rng.nextInt(BUFFER)));
        }
        network.crash("f");
        require(fails(() -> far.receive(ByteBuffer.allocate(1))), "a crashed host receives");
        require(
                fails(() -> {
                    far.send(ByteBuffer.allocate(1));
                    return 0;
                }),
                "a crashed host sends");
        require(fails(listener::accept), "a crashed host accepts");
        if (Rng.nextInt(2) == 0) {
            Time.sleep(Duration.ofMillis(Rng.nextInt(10_000)));
            network.restart("f");
            f.listen(AT_F).close();
        }
        require(
                fails(() -> {
                    while (true) {
                        near.send(ByteBuffer.allocate(100));
                        Time.sleep(Duration.ofSeconds(1));
                    }
                }),
                "nobody noticed the crash");
        require(fails(() -> near.receive(ByteBuffer.allocate(1))), "bytes of a crashed host");
        near.close();
        far.close();
        listener.close();
        return 0;
    }

    private interface Attempt {
        Object run() throws IOException, InterruptedException;
    }

    /// Whether it fails as what is gone does, within half an hour.
    private static boolean fails(Attempt attempt) throws InterruptedException {
        Outcome<Boolean> outcome =
                CancelScope.moveOnAfter(
                        Duration.ofMinutes(30),
                        _ -> {
                            try {
                                attempt.run();
                                return false;
                            } catch (IOException | BrokenResource | ClosedResource gone) {
                                return true;
                            }
                        });
        return !outcome.wasCaught() && outcome.result();
    }

    private void require(boolean holds, String what) {
        if (!holds && broken.size() < 10) {
            broken.add(what);
        }
    }
}
