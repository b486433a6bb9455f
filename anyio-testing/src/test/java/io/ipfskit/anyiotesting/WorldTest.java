package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.Script;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Hosts live, crash and start again.
class WorldTest {
    /// Echoes every byte, forever.
    private static void echo(Host host) throws Exception {
        try (Listener listener = host.network().listen(Address.of(host.name(), 7))) {
            TaskGroup.open(group -> {
                while (true) {
                    ByteStream stream = listener.accept();
                    group.fork("echo", () -> echo(stream));
                }
            });
        }
    }

    private static int echo(ByteStream accepted) throws InterruptedException {
        try (accepted) {
            ByteBuffer buffer = ByteBuffer.allocate(1_024);
            while (accepted.receive(buffer.clear()) >= 0) {
                accepted.send(buffer.flip());
            }
        } catch (IOException | BrokenResource peerGone) {
            // the next one is welcome
        }
        return 0;
    }

    /// One byte there and back on a new connection; false when that fails or takes too long.
    private static boolean pings(Host from, String to) throws InterruptedException {
        Outcome<Boolean> outcome =
                CancelScope.moveOnAfter(
                        Duration.ofSeconds(5),
                        _ -> {
                            try (ByteStream stream = from.network().dial(Address.of(to, 7))) {
                                stream.send(ByteBuffer.allocate(1));
                                return stream.receive(ByteBuffer.allocate(1)) == 1;
                            } catch (IOException | BrokenResource failed) {
                                return false;
                            }
                        });
        return !outcome.wasCaught() && outcome.result();
    }

    @BackendTest
    void aProgramRunsFromTheStartAndAgainAfterARestart() throws Exception {
        TestKit.run(_ ->
                World.open(world -> {
                    Host server = world.host("server", WorldTest::echo);
                    Host client = world.host("client");
                    TestKit.awaitAllBlocked();
                    assertThat(pings(client, "server")).isTrue();
                    world.crash("server");
                    assertThat(server.isUp()).isFalse();
                    assertThatThrownBy(() -> server.fork("late", () -> 0))
                            .isInstanceOf(IllegalStateException.class);
                    world.restart("server");
                    assertThat(server.starts()).isEqualTo(2);
                    while (!pings(client, "server")) {
                        Time.sleep(Duration.ofMillis(5));
                    }
                    return 0;
                }));
    }

    @BackendTest
    void aCrashCancelsTheTasksOfOneHostOnlyAndTheirLastWordsReachNobody() throws Exception {
        List<String> log = new ArrayList<>();
        TestKit.run(_ ->
                World.open(world -> {
                    world.host(
                            "one",
                            host -> {
                                try {
                                    Time.sleepForever();
                                } finally {
                                    CancelScope.shield(_ -> {
                                        assertThatThrownBy(() ->
                                                        host.network().listen(Address.of("one", 1)))
                                                .isInstanceOf(SocketException.class);
                                        log.add("last words");
                                        throw new IllegalStateException("of a crashed host");
                                    });
                                }
                            });
                    Host other = world.host("other", WorldTest::echo);
                    TestKit.awaitAllBlocked();
                    world.crash("one");
                    log.add("crashed");
                    world.crash("one");
                    assertThat(pings(other, "other")).isTrue();
                    return 0;
                }));
        assertThat(log).containsExactly("last words", "crashed");
    }

    @BackendTest
    void aHostFindsAfterACrashWhatItForcedAndCannotWriteWhileItIsDown() throws Exception {
        List<String> log = new ArrayList<>();
        Path folder = Path.of("/data");
        WorldOptions options = WorldOptions.DEFAULT.withDisks(HostDisk.simulated(DiskFaults.NONE));
        TestKit.run(_ ->
                World.open(
                        options,
                        world -> {
                            world.host(
                                    "one",
                                    host -> {
                                        if (host.starts() > 1) {
                                            byte[] found =
                                                    host.disk().readAll(folder.resolve("a"), 10);
                                            log.add(new String(found, StandardCharsets.UTF_8));
                                            log.add("names " + host.disk().list(folder).size());
                                            return;
                                        }
                                        host.disk().createDirectories(folder, 0700);
                                        host.disk().forceDirectory(Path.of("/"));
                                        write(host.disk(), folder.resolve("a"), "kept");
                                        try {
                                            Time.sleepForever();
                                        } finally {
                                            CancelScope.shield(_ -> {
                                                write(host.disk(), folder.resolve("b"), "late");
                                                return 0;
                                            });
                                        }
                                    });
                            TestKit.awaitAllBlocked();
                            world.crash("one");
                            world.restart("one");
                            TestKit.awaitAllBlocked();
                            return 0;
                        }));
        assertThat(log).containsExactly("kept", "names 1");
    }

    private static void write(Disk disk, Path path, String text)
            throws IOException, InterruptedException {
        disk.writeAtomically(path, text.getBytes(StandardCharsets.UTF_8), 0600);
    }

    @BackendTest
    void whatATaskThrowsFailsTheWorld() throws Exception {
        TestKit.run(_ -> {
            assertThatThrownBy(() ->
                            World.open(world -> {
                                world.host(
                                        "a",
                                        _ -> {
                                            throw new IOException("a mistake");
                                        });
                                Time.sleepForever();
                                return 0;
                            }))
                    .isInstanceOf(TaskFailed.class)
                    .hasStackTraceContaining("a mistake");
            return 0;
        });
    }

    @BackendTest
    void whatIsLeftOpenFailsTheWorld() throws Exception {
        TestKit.run(_ -> {
            assertThatThrownBy(() ->
                            World.open(world -> {
                                Host host = world.host("a");
                                host.network().listen(Address.of("a", 80));
                                return 0;
                            }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("listener of a on 10.0.0.1:80");
            return 0;
        });
    }

    @BackendTest(backends = "sim", seeds = 10)
    void aScriptPlaysInTimeAndTheHostsSurviveIt() throws Exception {
        TestKit.run(_ ->
                World.open(world -> {
                    Host a = world.host("a", WorldTest::echo);
                    world.host("b", WorldTest::echo);
                    world.host("c", WorldTest::echo);
                    TestKit.awaitAllBlocked();
                    Script script =
                            Script.at(Duration.ofSeconds(10))
                                    .partition("a", "b")
                                    .andAt(Duration.ofSeconds(20))
                                    .crash("c")
                                    .andAt(Duration.ofSeconds(30))
                                    .heal("a", "b")
                                    .andAt(Duration.ofSeconds(40))
                                    .restart("c");
                    TaskGroup.open(group -> {
                        group.fork("faults", () -> play(script, world));
                        assertThat(pings(a, "b")).isTrue();
                        world.sleepUntil(Duration.ofSeconds(12));
                        assertThat(pings(a, "b")).isFalse();
                        assertThat(pings(a, "c")).isTrue();
                        world.sleepUntil(Duration.ofSeconds(22));
                        assertThat(pings(a, "c")).isFalse();
                        world.sleepUntil(Duration.ofSeconds(32));
                        assertThat(pings(a, "b")).isTrue();
                        assertThat(pings(a, "c")).isFalse();
                        world.sleepUntil(Duration.ofSeconds(42));
                        assertThat(pings(a, "c")).isTrue();
                        return 0;
                    });
                    assertThat(world.log())
                            .containsExactly(
                                    "PT10S cut a to b",
                                    "PT10S cut b to a",
                                    "PT20S crash c",
                                    "PT30S heal a and b",
                                    "PT40S restart c");
                    return 0;
                }));
    }

    private static int play(Script script, World world) throws InterruptedException {
        script.play(world);
        return 0;
    }
}
