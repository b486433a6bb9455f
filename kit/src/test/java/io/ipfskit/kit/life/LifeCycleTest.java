package io.ipfskit.kit.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.life.LifeCycle.Service;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class LifeCycleTest {
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private interface Inside {
        void run(LifeCycle life) throws Exception;
    }

    private void inRun(Inside body) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ ->
                        TaskGroup.open(group -> {
                            body.run(
                                    new LifeCycle(
                                            group,
                                            (name, cause) ->
                                                    events.add(
                                                            name
                                                                    + " died: "
                                                                    + cause.getMessage())));
                            return true;
                        }));
    }

    private Service<String> service(String name) {
        events.add("start " + name);
        return new Service<>(name, () -> events.add("stop " + name));
    }

    @Test
    void servicesStartInOrderAndStopInReverse() throws Exception {
        inRun(life -> {
            String value = life.start("a", _ -> service("a"));
            assertThat(value).isEqualTo("a");
            life.start("b", _ -> service("b"));
            life.start("c", _ -> service("c"));
            assertThat(life.components())
                    .extracting(Component::name)
                    .containsExactly("a", "b", "c");
            assertThat(life.components())
                    .extracting(Component::state)
                    .containsOnly(Component.State.UP);
            life.stopAll();
            life.stopAll();
        });
        assertThat(events)
                .containsExactly("start a", "start b", "start c", "stop c", "stop b", "stop a");
    }

    @Test
    void aStepThatFailsIsToldAndThoseBeforeItStop() throws Exception {
        inRun(life -> {
            life.start("a", _ -> service("a"));
            assertThatThrownBy(() ->
                            life.start(
                                    "b",
                                    _ -> {
                                        throw new IOException("no luck");
                                    }))
                    .isInstanceOfSatisfying(
                            StartRefused.class,
                            refused -> {
                                assertThat(refused).hasMessage("b did not start: no luck");
                                assertThat(refused.exitCode()).isEqualTo(1);
                            });
            life.stopAll();
        });
        assertThat(events).containsExactly("start a", "stop a");
    }

    @Test
    void aRefusalOfAStepKeepsItsReason() throws Exception {
        inRun(life ->
                assertThatThrownBy(() ->
                                life.start(
                                        "a",
                                        _ -> {
                                            throw new StartRefused(
                                                    StartRefused.Reason.PORT_IN_USE,
                                                    "port 1 is taken");
                                        }))
                        .isInstanceOfSatisfying(
                                StartRefused.class,
                                refused -> assertThat(refused.exitCode()).isEqualTo(7)));
    }

    @Test
    void aServiceThatDiesLaterIsTold() throws Exception {
        Event die = new Event();
        Event told = new Event();
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ ->
                        TaskGroup.open(group -> {
                            LifeCycle life =
                                    new LifeCycle(
                                            group,
                                            (name, cause) -> {
                                                events.add(name + " died: " + cause.getMessage());
                                                told.set();
                                            });
                            life.start(
                                    "a",
                                    own -> {
                                        own.fork(
                                                "loop",
                                                () -> {
                                                    die.await();
                                                    throw new IOException("disk gone");
                                                });
                                        return service("a");
                                    });
                            die.set();
                            told.await();
                            assertThat(life.components())
                                    .extracting(Component::state)
                                    .containsExactly(Component.State.FAILED);
                            life.stopAll();
                            return true;
                        }));
        assertThat(events).containsExactly("start a", "stop a", "a died: disk gone");
    }
}
