package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.SimTrace;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.sim.Faults;
import io.ipfskit.anyio.sim.Link;
import io.ipfskit.anyio.sim.Script;
import io.ipfskit.anyio.sim.SimNetworkOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The snippets of docs/worlds.md.
class WorldsPageTest {
    /// Answers each connection with one byte.
    static void serve(Host host) throws IOException, InterruptedException {
        try (Listener listener = host.network().listen(Address.of(host.name(), 80))) {
            while (true) {
                try (ByteStream stream = listener.accept()) {
                    stream.send(ByteBuffer.allocate(1));
                }
            }
        }
    }

    static boolean isServed(Host host) throws InterruptedException {
        try (ByteStream stream = host.network().dial(Address.of("server", 80))) {
            return stream.receive(ByteBuffer.allocate(1)) == 1;
        } catch (IOException failed) {
            return false;
        }
    }

    @BackendTest
    void aClientComesBackAfterACrash() throws Exception {
        TestKit.run(_ ->
                World.open(world -> {
                    world.host("server", WorldsPageTest::serve);
                    Host client = world.host("client");
                    TestKit.awaitAllBlocked();
                    assertThat(isServed(client)).isTrue();
                    world.crash("server");
                    world.restart("server");
                    TestKit.awaitAllBlocked();
                    assertThat(isServed(client)).isTrue();
                    return 0;
                }));
    }

    @BackendTest(backends = "sim", seeds = 10)
    void aDialWaitsForAPartitionToHeal() throws Exception {
        Script script =
                Script.at(Duration.ofSeconds(1))
                        .partition("client", "server")
                        .andAt(Duration.ofSeconds(30))
                        .heal("client", "server");
        TestKit.run(_ ->
                World.open(world -> {
                    world.host("server", WorldsPageTest::serve);
                    Host client = world.host("client");
                    TaskGroup.open(group -> {
                        group.fork(
                                "faults",
                                () -> {
                                    script.play(world);
                                    return 0;
                                });
                        world.sleepUntil(Duration.ofSeconds(2));
                        assertThat(isServed(client)).isTrue();
                        assertThat(world.elapsed()).isGreaterThan(Duration.ofSeconds(30));
                        return 0;
                    });
                    return 0;
                }));
    }

    @BackendTest(backends = "sim", seeds = 10)
    void anHourOfStormEndsWithEverybodyServed() throws Exception {
        WorldOptions options =
                WorldOptions.DEFAULT.withNetwork(
                        SimNetworkOptions.DEFAULT.withLink(Link.WIDE.withLoss(0.02)));
        TestKit.run(_ ->
                World.open(
                        options,
                        world -> {
                            world.host("server", WorldsPageTest::serveWhateverHappens);
                            Host client = world.host("client");
                            Faults.random(Faults.Rates.STORM)
                                    .sparing("client")
                                    .play(world, Duration.ofHours(1));
                            Time.sleep(Duration.ofMinutes(5));
                            assertThat(isServed(client)).as("%s", world.log()).isTrue();
                            return 0;
                        }));
    }

    static void serveWhateverHappens(Host host) throws InterruptedException {
        while (true) {
            try {
                serve(host);
            } catch (IOException failed) {
                Time.sleep(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void aSeedIsReplayed() throws Exception {
        SimBackend backend = SimBackend.seeded(17);
        AnyIO.run(backend, _ -> World.open(WorldsPageTest::storm));
        SimTrace recorded = backend.trace();
        AnyIO.run(backend.replaying(recorded), _ -> World.open(WorldsPageTest::storm));
    }

    private static int storm(World world) throws InterruptedException {
        world.host("a", WorldsPageTest::serveWhateverHappens);
        world.host("b", WorldsPageTest::serveWhateverHappens);
        Faults.random(Faults.Rates.STORM).play(world, Duration.ofMinutes(10));
        return 0;
    }
}
