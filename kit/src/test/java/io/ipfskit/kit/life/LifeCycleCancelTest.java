package io.ipfskit.kit.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.kit.life.LifeCycle.Service;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Somebody cancels the task of a service, by its number.
class LifeCycleCancelTest {
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final Event told = new Event();

    private interface Inside {
        void run(LifeCycle life) throws Exception;
    }

    private void inRun(String backend, Inside body) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named(backend),
                _ ->
                        TaskGroup.open(group -> {
                            body.run(
                                    new LifeCycle(
                                            group,
                                            (name, cause) -> {
                                                events.add(name + ": " + cause.getMessage());
                                                told.set();
                                            }));
                            return true;
                        }));
    }

    private Service<String> service(String name) {
        events.add("start " + name);
        return new Service<>(name, () -> events.add("stop " + name));
    }

    private static void cancel(String service) {
        TaskInfo task =
                AnyIO.current().tasks().stream()
                        .filter(live -> live.name().equals(service))
                        .findFirst()
                        .orElseThrow();
        assertThat(AnyIO.current().cancel(task.id(), "not needed")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop", "sim"})
    void aNeededServiceIsToldOfAndWorksOnUntilItsTurnToStop(String backend) throws Exception {
        inRun(
                backend,
                life -> {
                    life.start("a", _ -> service("a"));
                    life.start("b", _ -> service("b"));
                    cancel("a");
                    told.await();
                    assertThat(events).containsExactly("start a", "start b", "a: not needed");
                    life.stopAll();
                });
        assertThat(events)
                .containsExactly("start a", "start b", "a: not needed", "stop b", "stop a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop", "sim"})
    void oneThatIsNotNeededStopsAndIsShownAsFailedWithTheReason(String backend) throws Exception {
        Event stopped = new Event();
        inRun(
                backend,
                life -> {
                    life.start("a", _ -> service("a"));
                    life.keep("b", RestartRule.DEFAULT, _ -> new Service<>("b", stopped::set));
                    cancel("b");
                    stopped.await();
                    while (life.components().getLast().state() != Component.State.FAILED) {
                        Checkpoint.now();
                    }
                    assertThat(life.components().getLast().reason()).isEqualTo("not needed");
                    assertThat(life.components().getFirst().state()).isEqualTo(Component.State.UP);
                    life.stopAll();
                });
        assertThat(events).containsExactly("start a", "stop a");
    }
}
