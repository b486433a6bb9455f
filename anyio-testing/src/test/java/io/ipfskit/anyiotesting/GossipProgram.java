package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.sim.Faults;
import io.ipfskit.anyio.sim.Link;
import io.ipfskit.anyio.sim.SimNetwork;
import io.ipfskit.anyio.sim.SimNetworkOptions;
import io.ipfskit.anyio.sim.SimNetworkStatistics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Hosts that gossip their heartbeats by UDP and echo each other's bytes by TCP for an hour of
/// virtual time, on bad links, with partitions, resets and crashes for most of it and quiet at the
/// end. As `main` it prints one line per seed, to be compared between two JVMs.
final class GossipProgram {
    private static final int PORT = 4_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration STORM = Duration.ofMinutes(45);

    private final int count;
    private final List<String> names = new ArrayList<>();
    private final long[][] heard;
    private long echoes;
    private long broken;
    private long late;

    GossipProgram(int count) {
        this.count = count;
        this.heard = new long[count][count];
        for (int i = 0; i < count; i++) {
            names.add("host-" + i);
        }
    }

    /// Arguments: first seed, number of seeds, engine, hosts.
    public static void main(String[] args) throws Exception {
        SimBackend engine = (SimBackend) Backends.named(args[2]);
        long first = Long.parseLong(args[0]);
        for (long seed = first; seed < first + Long.parseLong(args[1]); seed++) {
            SimBackend backend = engine.withSeed(seed);
            GossipProgram program = new GossipProgram(Integer.parseInt(args[3]));
            String outcome = AnyIO.run(backend, program::run);
            System.out.println(backend.trace() + " " + outcome);
        }
    }

    String run(Run run) throws InterruptedException {
        WorldOptions options =
                WorldOptions.DEFAULT.withNetwork(
                        SimNetworkOptions.DEFAULT
                                .withLink(Link.WIDE.withLoss(0.01))
                                .withGiveUpAfter(Duration.ofMinutes(2)));
        SimNetwork network =
                World.open(
                        options,
                        world -> {
                            for (int i = 0; i < count; i++) {
                                int number = i;
                                world.host(names.get(i), host -> live(host, number));
                            }
                            Faults faults =
                                    Faults.random(
                                            new Faults.Rates(
                                                    600,
                                                    10,
                                                    300,
                                                    600,
                                                    300,
                                                    400,
                                                    Duration.ofSeconds(1),
                                                    Duration.ofMinutes(3)));
                            faults.play(world, STORM);
                            world.sleepUntil(HOUR);
                            requireEverybodyHeardOfEverybody();
                            return world.network();
                        });
        Time.sleep(Duration.ofMinutes(5)); // for what is on its way when the hosts stop
        SimNetworkStatistics left = network.statistics();
        if (left.streamsOpen() + left.listenersOpen() + left.datagramSocketsOpen() != 0
                || left.connections() != 0) {
            throw new AssertionError("left in the network: " + left);
        }
        return echoes + " echoes, " + broken + " broken, " + late + " late, " + left;
    }

    /// What a host does from a start to the next crash.
    private void live(Host host, int number) throws Exception {
        heard[number] = new long[count];
        try (DatagramSocket socket = host.network().bind(Address.of(host.name(), PORT));
                Listener listener = host.network().listen(Address.of(host.name(), PORT))) {
            TaskGroup.open(group -> {
                group.fork("hear", () -> hear(socket, number));
                group.fork("serve", () -> serve(listener));
                group.fork("echo", () -> callOthers(host, number));
                return tell(socket, number);
            });
        }
    }

    private int tell(DatagramSocket socket, int number) throws IOException, InterruptedException {
        while (true) {
            Time.sleep(Duration.ofMillis(5_000 + Rng.nextInt(10_000)));
            heard[number][number] = Time.now();
            ByteBuffer message = ByteBuffer.allocate(8 * count);
            message.asLongBuffer().put(heard[number]);
            socket.send(message, Address.of(another(number), PORT));
        }
    }

    private int hear(DatagramSocket socket, int number) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(8 * count);
        while (true) {
            socket.receive(buffer.clear());
            buffer.flip();
            for (int i = 0; i < count; i++) {
                heard[number][i] = Math.max(heard[number][i], buffer.getLong());
            }
        }
    }

    private int serve(Listener listener) throws IOException, InterruptedException {
        return TaskGroup.open(group -> {
            while (true) {
                ByteStream accepted = listener.accept();
                group.fork("echo", () -> echo(accepted));
            }
        });
    }

    private static int echo(ByteStream accepted) throws InterruptedException {
        try (accepted) {
            CancelScope.moveOnAfter(
                    Duration.ofMinutes(1),
                    _ -> {
                        ByteBuffer buffer = ByteBuffer.allocate(1_024);
                        while (accepted.receive(buffer.clear()) >= 0) {
                            accepted.send(buffer.flip());
                        }
                        return 0;
                    });
        } catch (IOException | BrokenResource peerGone) {
            // its affair
        }
        return 0;
    }

    private int callOthers(Host host, int number) throws InterruptedException {
        while (true) {
            Time.sleep(Duration.ofMillis(10_000 + Rng.nextInt(40_000)));
            Outcome<Integer> call =
                    CancelScope.moveOnAfter(
                            Duration.ofSeconds(20), _ -> callOne(host, another(number)));
            late += call.wasCaught() ? 1 : 0;
        }
    }

    /// Sends bytes and takes back the very same.
    private int callOne(Host host, String to) throws InterruptedException {
        byte[] sent = Rng.bytes(100 + Rng.nextInt(5_000));
        try (ByteStream stream = host.network().dial(Address.of(to, PORT))) {
            ByteBuffer back = ByteBuffer.allocate(sent.length);
            TaskGroup.open(group -> {
                Task<Integer> sending =
                        group.fork(
                                "send",
                                () -> {
                                    stream.send(ByteBuffer.wrap(sent));
                                    stream.closeOutput();
                                    return 0;
                                });
                while (stream.receive(back) > 0) {
                    // until all is back
                }
                return sending.join();
            });
            if (!back.flip().equals(ByteBuffer.wrap(sent))) {
                throw new AssertionError(host.name() + " got other bytes back from " + to);
            }
            echoes++;
            return 0;
        } catch (IOException | RuntimeException failed) {
            broken++;
            return 0;
        }
    }

    private String another(int number) {
        int other = Rng.nextInt(count - 1);
        return names.get(other < number ? other : other + 1);
    }

    private void requireEverybodyHeardOfEverybody() {
        long oldest = Time.now() - Duration.ofMinutes(10).toNanos();
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                if (heard[i][j] < oldest) {
                    throw new AssertionError(
                            names.get(i) + " has not heard of " + names.get(j) + " lately");
                }
            }
        }
    }
}
