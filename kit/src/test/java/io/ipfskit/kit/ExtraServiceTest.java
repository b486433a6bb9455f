package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.life.LifeCycle.Service;
import io.ipfskit.kit.life.RestartRule;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.kit.ops.Health;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Principal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Services that fail while the node runs.
@SuppressWarnings("NullAway") // what is missing fails the test
class ExtraServiceTest {
    private static final RestartRule AT_ONCE =
            new RestartRule(5, Duration.ofMinutes(10), Duration.ZERO, Duration.ZERO);

    @TempDir Path folder;

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private interface Inside {
        void run(Kit kit) throws Exception;
    }

    private void live(KitOptions options, Inside body) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ ->
                        Kit.<Boolean, Exception>run(
                                Config.embedded(folder.resolve("data")),
                                options,
                                kit -> {
                                    body.run(kit);
                                    return true;
                                }));
    }

    private static KitOptions with(ExtraService... services) {
        return KitOptions.EMBEDDED.withServices(List.of(services));
    }

    /// A service with a loop that works until it is told to fail.
    private ExtraService.Start loop(String name, Channel<String> failures) {
        return (_, own) -> {
            events.add("start " + name);
            own.fork(
                    "loop of " + name,
                    () -> {
                        throw new IOException(failures.receiver().receive());
                    });
            return new Service<>(name, () -> events.add("stop " + name));
        };
    }

    /// Looks again until `component` is in `state`; the test's own limit ends it otherwise.
    private static Health.ComponentHealth await(Kit kit, String component, String state)
            throws InterruptedException {
        while (true) {
            for (Health.ComponentHealth found : kit.health().components()) {
                if (found.name().equals(component) && found.state().equals(state)) {
                    return found;
                }
            }
            Time.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    void aServiceTheNodeCanBeWithoutIsStartedAgainFiveTimesAndThenStaysFailed() throws Exception {
        Channel<String> failures = Channel.open(0);
        AtomicInteger starts = new AtomicInteger();
        ExtraService.Start loop = loop("media", failures);
        ExtraService media =
                new ExtraService(
                        "media",
                        AT_ONCE,
                        (kit, own) -> {
                            starts.incrementAndGet();
                            return loop.run(kit, own);
                        });
        live(
                with(media),
                kit -> {
                    for (int i = 1; i <= 6; i++) {
                        failures.sender().send("broken pipe " + i);
                    }
                    Health.ComponentHealth failed = awaitLasting(kit);
                    assertThat(failed.needed()).isFalse();
                    assertThat(failed.reason())
                            .contains("broken pipe 6", "stays so after 5 restarts");
                    assertThat(starts).hasValue(6);
                    assertThat(kit.health().status()).isEqualTo("degraded");
                    assertThat(kit.isReady()).isTrue();
                    assertThat(kit.stopReason()).isNull();
                    assertThat(kit.capabilities().missing())
                            .anySatisfy(missing -> {
                                assertThat(missing.name()).isEqualTo("media");
                                assertThat(missing.reason()).contains("broken pipe 6");
                            });
                });
        assertThat(events).hasSize(12).endsWith("start media", "stop media");
    }

    private static Health.ComponentHealth awaitLasting(Kit kit) throws InterruptedException {
        while (true) {
            Health.ComponentHealth failed = await(kit, "media", "failed");
            if (failed.reason().contains("stays so")) {
                return failed;
            }
            Time.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    void aServiceTheNodeCanBeWithoutMayFailToStart() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Event mended = new Event();
        ExtraService late =
                new ExtraService(
                        "media",
                        new RestartRule(
                                1,
                                Duration.ofMinutes(10),
                                Duration.ofMillis(1),
                                Duration.ofMillis(1)),
                        (_, _) -> {
                            if (attempts.incrementAndGet() == 1) {
                                throw new IOException("no device");
                            }
                            mended.await();
                            return Service.of("media");
                        });
        live(
                with(late),
                kit -> {
                    assertThat(kit.isReady()).isTrue();
                    assertThat(kit.health().status()).isEqualTo("degraded");
                    mended.set();
                    assertThat(await(kit, "media", "up").reason()).isNull();
                    assertThat(kit.health().status()).isEqualTo("ok");
                });
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aStopDoesNotWaitForARestart() throws Exception {
        ExtraService broken =
                new ExtraService(
                        "media",
                        new RestartRule(
                                5, Duration.ofMinutes(10), Duration.ofDays(1), Duration.ofDays(1)),
                        (_, _) -> {
                            throw new IOException("no device");
                        });
        live(
                with(broken),
                kit -> assertThat(await(kit, "media", "failed").reason()).contains("PT24H"));
    }

    @Test
    void aNeededServiceThatDiesCancelsWhatRunsAndStopsTheNodeWithExitCodeOne() throws Exception {
        Channel<String> failures = Channel.open(0);
        Event runs = new Event();
        Bound<Declared.Input, Declared.Output> slow =
                Declared.ECHO.to((_, _) -> {
                    runs.set();
                    Time.sleepForever();
                    throw new AssertionError("woken");
                });
        live(
                with(ExtraService.needed("store", loop("store", failures)))
                        .withOperations(List.of(slow)),
                kit -> {
                    var failed =
                            TaskGroup.<OperationFailed, Exception>open(group -> {
                                var call =
                                        group.fork(() -> {
                                            try {
                                                kit.operations()
                                                        .invoke(
                                                                slow,
                                                                Declared.input("x"),
                                                                Invocation.of(
                                                                        Principal.LOCAL, "test"));
                                                throw new AssertionError("it ended well");
                                            } catch (OperationFailed e) {
                                                return e;
                                            }
                                        });
                                runs.await();
                                failures.sender().send("disk gone");
                                return call.join();
                            });
                    assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED);
                    assertThat(failed).hasMessageContaining("service store failed");
                    StopReason reason = kit.awaitStop();
                    assertThat(reason.exitCode()).isEqualTo(1);
                    assertThat(reason.text()).contains("store", "disk gone");
                    assertThat(kit.isReady()).isFalse();
                    Health health = kit.health();
                    assertThat(health.status()).isEqualTo("failing");
                    assertThat(await(kit, "store", "failed").reason()).contains("disk gone");
                    assertThatThrownBy(() ->
                                    kit.operations()
                                            .invoke(
                                                    slow,
                                                    Declared.input("y"),
                                                    Invocation.of(Principal.LOCAL, "test")))
                            .isInstanceOfSatisfying(
                                    OperationFailed.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
                });
        assertThat(events).containsExactly("start store", "stop store");
    }

    @Test
    void aNeededServiceThatDoesNotStartRefusesTheStart() {
        assertThatThrownBy(() ->
                        live(
                                with(
                                        ExtraService.needed(
                                                "store",
                                                (_, _) -> {
                                                    throw new IOException("no store");
                                                })),
                                _ -> events.add("body")))
                .isInstanceOf(StartRefused.class)
                .hasMessage("store did not start: no store");
        assertThat(events).isEmpty();
    }
}
