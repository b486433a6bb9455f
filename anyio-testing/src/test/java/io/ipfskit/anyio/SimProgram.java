package io.ipfskit.anyio;

import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.Link;
import io.ipfskit.anyio.sim.Script;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyio.sim.SimHost;
import io.ipfskit.anyio.sim.SimNetwork;
import io.ipfskit.anyio.sim.SimNetworkOptions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A program with a bit of everything that tempts a runtime to be non-deterministic: enum keys,
/// computations, foreign calls, random numbers, timeouts, races for locks and channels, a network
/// and a disk with faults. As `main` it prints the traces of many seeds, to be compared between two
/// JVMs.
public final class SimProgram {
    /// Keys whose hash codes differ from process to process.
    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    private SimProgram() {}

    /// Prints one line per seed: the trace and the outcome. Arguments: number of seeds, engine.
    public static void main(String[] args) throws Exception {
        SimBackend engine = (SimBackend) Backends.named(args[1]);
        for (long seed = 0; seed < Long.parseLong(args[0]); seed++) {
            SimBackend backend = engine.withSeed(seed);
            String outcome = AnyIO.run(backend, SimProgram::run);
            System.out.println(backend.trace() + " " + outcome);
        }
    }

    static String run(Run run) throws IOException, InterruptedException {
        Channel<Colour> channel = Channel.open(2);
        Lock lock = new Lock();
        Map<Colour, Integer> counts = new EnumMap<>(Colour.class);
        List<String> log = new ArrayList<>();
        TaskGroup.open(group -> {
            for (int t = 0; t < 8; t++) {
                SendChannel<Colour> sender = channel.sender().copy();
                int number = t;
                group.fork(
                        "sender-" + t,
                        () -> {
                            try (sender) {
                                for (int i = 0; i < 10; i++) {
                                    Colour colour =
                                            Colour.values()[Rng.nextInt(Colour.values().length)];
                                    Compute.call(() -> colour.name().length());
                                    sender.send(colour);
                                    Time.sleep(Duration.ofMillis(Rng.nextInt(5)));
                                }
                                Blocking.call(() -> number);
                            }
                            return 0;
                        });
            }
            channel.sender().close();
            for (int t = 0; t < 3; t++) {
                int number = t;
                group.fork(
                        "receiver-" + t,
                        () -> {
                            channel.receiver()
                                    .forEach(colour ->
                                            lock.withLock(() -> {
                                                counts.merge(colour, 1, Integer::sum);
                                                CancelScope.moveOnAfter(
                                                        Duration.ofMillis(1),
                                                        scope -> {
                                                            Time.sleep(
                                                                    Duration.ofMillis(
                                                                            Rng.nextInt(3)));
                                                            return 0;
                                                        });
                                                log.add(number + colour.name());
                                                return 0;
                                            }));
                            return 0;
                        });
            }
            return 0;
        });
        return counts
                + " "
                + log.size()
                + " "
                + network()
                + " "
                + disk()
                + " "
                + Rng.uuid()
                + " "
                + Clock.now();
    }

    /// Colours there and back over a bad link, through a partition, and datagrams beside them.
    private static String network() throws IOException, InterruptedException {
        SimNetwork network =
                new SimNetwork(SimNetworkOptions.DEFAULT.withLink(Link.WIDE.withLoss(0.1)));
        Map<Colour, Integer> back = new EnumMap<>(Colour.class);
        SimHost one = network.host("one");
        SimHost other = network.host("other");
        TaskGroup.open(group -> {
            Listener listener = other.listen(Address.of("other", 7));
            DatagramSocket heard = other.bind(Address.of("other", 7));
            group.fork("echo", () -> echo(listener));
            group.forkService("hear", () -> heard.receive(ByteBuffer.allocate(8)).port());
            group.fork(
                    "faults",
                    () -> {
                        Script.at(Duration.ofMillis(Rng.nextInt(200)))
                                .partition("one", "other")
                                .andAt(Duration.ofSeconds(1))
                                .heal("one", "other")
                                .play(network);
                        return 0;
                    });
            try (ByteStream stream = one.dial(Address.of("other", 7));
                    DatagramSocket said = one.bind(Address.of("one", 7))) {
                ByteBuffer colour = ByteBuffer.allocate(1);
                for (int i = 0; i < 10; i++) {
                    int sent = Rng.nextInt(Colour.values().length);
                    stream.send(colour.clear().put(0, (byte) sent));
                    said.send(ByteBuffer.allocate(8), Address.of("other", 7));
                    stream.receive(colour.clear());
                    back.merge(Colour.values()[colour.get(0)], 1, Integer::sum);
                }
            }
            heard.close();
            listener.close();
            return 0;
        });
        return back + " " + network.statistics() + network.log();
    }

    /// Tasks that write and force on a bad disk, a power loss among them, and what is found after.
    private static String disk() throws IOException, InterruptedException {
        SimDisk disk = SimDisk.ofRun(DiskFaults.SOME.withRate(DiskFault.SLOW, 0));
        List<String> failures = new ArrayList<>();
        int tries = insist(() -> disk.createDirectories(Path.of("/d"), 0700));
        CancelScope.run(scope ->
                TaskGroup.open(group -> {
                    disk.onDown(() -> scope.cancel("the power is lost"));
                    for (int t = 0; t < 4; t++) {
                        Path file = Path.of("/d/" + t);
                        group.fork("writer-" + t, () -> write(disk, file, failures));
                    }
                    Time.sleep(Duration.ofMillis(5 + Rng.nextInt(20)));
                    disk.goDown();
                    return 0;
                }));
        disk.powerCycle();
        List<String> found = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            try {
                found.add(t + ":" + disk.readAll(Path.of("/d/" + t), 1 << 20).length);
            } catch (IOException unreadable) {
                found.add(t + ":" + unreadable.getMessage());
            }
        }
        return found + " " + failures + " " + tries + " " + disk.log().size();
    }

    private interface Change {
        void make() throws IOException, InterruptedException;
    }

    /// Tries until the bad disk does it; returns how often that took.
    private static int insist(Change change) throws InterruptedException {
        for (int tries = 1; true; tries++) {
            try {
                change.make();
                return tries;
            } catch (IOException again) {
                Time.sleep(Duration.ofMillis(1));
            }
        }
    }

    private static int write(Disk disk, Path path, List<String> failures)
            throws InterruptedException {
        try (DiskFile file = disk.open(path, OpenMode.readWrite().create())) {
            for (int i = 0; i < 50; i++) {
                file.write(ByteBuffer.allocate(1 + Rng.nextInt(5_000)), i * 4_096L);
                if (Rng.nextInt(4) == 0) {
                    file.force(true);
                    disk.forceDirectory(Path.of("/d"));
                }
            }
        } catch (IOException failed) {
            failures.add(path + " " + failed.getMessage());
        }
        return 0;
    }

    private static int echo(Listener listener) throws IOException, InterruptedException {
        try (ByteStream accepted = listener.accept()) {
            ByteBuffer buffer = ByteBuffer.allocate(16);
            while (accepted.receive(buffer.clear()) > 0) {
                accepted.send(buffer.flip());
            }
        }
        return 0;
    }
}
