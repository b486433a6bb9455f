package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.LoadOptions;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.kit.ops.DaemonOperations;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The life of a node with doors: what starts when, and what a stop does.
@SuppressWarnings("NullAway") // what is missing fails the test
class KitTest {
    @TempDir Path folder;

    private final List<String> events = new ArrayList<>();

    /// Doors that listen nowhere and write down what is asked of them.
    private final class WrittenDoors implements Doors {
        private final @Nullable StartRefused refusal;

        WrittenDoors(@Nullable StartRefused refusal) {
            this.refusal = refusal;
        }

        @Override
        public void start(Kit kit, TaskGroup services) {
            if (refusal != null) {
                throw refusal;
            }
            events.add(
                    "start with " + kit.components().size() + " services, ready " + kit.isReady());
        }

        @Override
        public String api() {
            return "/ip4/127.0.0.1/tcp/5001";
        }

        @Override
        public String gateway() {
            return "http://127.0.0.1:8080";
        }

        @Override
        public List<String> addresses() {
            return List.of("http://127.0.0.1:5001");
        }

        @Override
        public void stopAccepting() {
            events.add("stop accepting");
        }

        @Override
        public void awaitIdle() {
            events.add("drain");
        }

        @Override
        public void close() {
            events.add("close, api file there " + Files.exists(folder.resolve("data/api")));
        }
    }

    private interface Inside {
        void run(Kit kit) throws Exception;
    }

    private void live(Config config, @Nullable StartRefused refusal, Inside body) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ ->
                        Kit.<Boolean, Exception>run(
                                config,
                                KitOptions.EMBEDDED.withDoors(new WrittenDoors(refusal)),
                                kit -> {
                                    body.run(kit);
                                    return true;
                                }));
    }

    private Config config() throws InterruptedException {
        return Config.embedded(folder.resolve("data"));
    }

    @Test
    void doorsOpenLastAndDrainFirst() throws Exception {
        live(
                config(),
                null,
                kit -> {
                    assertThat(kit.isReady()).isTrue();
                    assertThat(folder.resolve("data/api")).hasContent("/ip4/127.0.0.1/tcp/5001");
                    assertThat(folder.resolve("data/gateway")).hasContent("http://127.0.0.1:8080");
                    events.add("body");
                });
        assertThat(events)
                .containsExactly(
                        "start with 6 services, ready false",
                        "body",
                        "stop accepting",
                        "drain",
                        "close, api file there true");
        assertThat(folder.resolve("data/api")).doesNotExist();
        assertThat(folder.resolve("data/gateway")).doesNotExist();
    }

    @Test
    void daemonStopEndsTheNodeWithExitCodeZero() throws Exception {
        live(
                config(),
                null,
                kit -> {
                    var stop = kit.registry().find(DaemonOperations.STOP);
                    assertThat(stop).isNotNull();
                    kit.operations()
                            .invoke(
                                    stop,
                                    new DaemonOperations.StopInput(),
                                    Invocation.of(Principal.LOCAL, "test"));
                    assertThat(kit.isReady()).isFalse();
                    assertThat(kit.awaitStop()).isEqualTo(StopReason.SHUTDOWN);
                    assertThat(kit.awaitStop().exitCode()).isZero();
                });
    }

    @Test
    void theFirstReasonToStopIsKept() throws Exception {
        live(
                config(),
                null,
                kit -> {
                    kit.stop(StopReason.SIGTERM);
                    kit.stop(StopReason.SHUTDOWN);
                    assertThat(kit.awaitStop().exitCode()).isEqualTo(143);
                });
    }

    @Test
    void aPortInUseStopsTheStartAndFreesTheData() throws Exception {
        StartRefused taken =
                new StartRefused(StartRefused.Reason.PORT_IN_USE, "127.0.0.1:5001 is taken");
        assertThatThrownBy(() -> live(config(), taken, _ -> events.add("body")))
                .isInstanceOfSatisfying(
                        StartRefused.class, refused -> assertThat(refused.exitCode()).isEqualTo(7));
        assertThat(events).isEmpty();
        live(config(), null, _ -> events.add("body"));
        assertThat(events).contains("body");
    }

    @Test
    void aListenerBeyondLoopbackWithoutTokenDoesNotStart() throws Exception {
        Config open =
                Config.load(
                        LoadOptions.isolated(folder)
                                .withFlag("data_dir", "data")
                                .withFlag("api.listen", "0.0.0.0:0"));
        assertThatThrownBy(() -> live(open, null, _ -> events.add("body")))
                .isInstanceOfSatisfying(
                        StartRefused.class, refused -> assertThat(refused.exitCode()).isEqualTo(4));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aDamagedIdentityIsToldWithExitCodeEight() throws Exception {
        live(config(), null, _ -> {});
        Files.writeString(folder.resolve("data/identity"), "scribble");
        assertThatThrownBy(() -> live(config(), null, _ -> {}))
                .isInstanceOfSatisfying(
                        StartRefused.class, refused -> assertThat(refused.exitCode()).isEqualTo(8));
    }
}
