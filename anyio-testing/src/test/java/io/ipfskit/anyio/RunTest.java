package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class RunTest {
    @BackendTest
    void anUnknownOrUnavailableBackendIsRefusedWithTheChoices() {
        assertThatThrownBy(() -> Backends.named("trio"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown")
                .hasMessageContaining("threads");
        assertThat(Backends.available().stream().map(Backend::name))
                .startsWith("threads", "loop", "platform", "sim");
        assertThat(Backends.named("sim").isSimulated()).isTrue();
        for (String name : List.of("loop/scheduler", "sim/scheduler")) {
            if (SchedulerThreads.isOpen()) {
                assertThat(Backends.named(name).engine()).isEqualTo(name);
                assertThat(Backends.named(name.substring(0, name.indexOf('/'))).engine())
                        .isEqualTo(name);
            } else {
                assertThatThrownBy(() -> Backends.named(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("not available")
                        .hasMessageContaining("threads, loop, platform, sim");
            }
        }
    }

    @BackendTest
    void theBodysResultAndItsOwnExceptionComeOut() throws Exception {
        assertThat(run(run -> "result").length()).isEqualTo(6);
        assertThatThrownBy(() ->
                        run(run -> {
                            throw new IOException("own");
                        }))
                .isInstanceOf(IOException.class);
    }

    @BackendTest
    void aRunInsideARunIsRefused() throws Exception {
        run(run -> {
            assertThatThrownBy(() -> run(inner -> 0)).isInstanceOf(IllegalStateException.class);
            return 0;
        });
        assertThat(AnyIO.isInside()).isFalse();
        assertThatThrownBy(AnyIO::current).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(Time::now).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(Clock::now).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(Rng::nextLong).isInstanceOf(IllegalStateException.class);
    }

    @BackendTest
    void theTaskTreeShowsNamesParentsWaitsDeadlinesAndReasons() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Task<Integer> child =
                            group.fork(
                                    "child \u001b[31m",
                                    () ->
                                            CancelScope.moveOnAfter(
                                                            Duration.ofHours(1),
                                                            scope ->
                                                                    TaskGroup.open(inner -> {
                                                                        inner.fork(
                                                                                "grandchild",
                                                                                Runs::forever);
                                                                        return Runs.forever();
                                                                    }))
                                                    .result());
                    while (run.tasks().size() < 3) {
                        Checkpoint.now();
                    }
                    Runs.awaitWaiting(child);
                    List<TaskInfo> tasks = run.tasks();
                    assertThat(tasks)
                            .extracting(TaskInfo::name)
                            .containsExactly("main", "child \u001b[31m", "grandchild");
                    assertThat(tasks).extracting(TaskInfo::parentId).containsExactly(0L, 1L, 2L);
                    assertThat(tasks.get(1).waitingFor()).isEqualTo("sleep");
                    assertThat(tasks.get(2).deadline())
                            .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
                    assertThat(run.dump())
                            .contains(
                                    "#1 main",
                                    "  #2 child ?[31m",
                                    "    #3 grandchild",
                                    "deadline in")
                            .doesNotContain("\u001b");
                    assertThat(run.dumpJson())
                            .startsWith("{\"backend\":\"" + run.backend().name() + "\"")
                            .contains("\"name\":\"grandchild\",\"parent\":2")
                            .endsWith("\"children\":[]}]}]}]}");
                    group.cancel("enough seen");
                    assertThat(run.tasks().getFirst().cancelReason()).isEqualTo("enough seen");
                    return 0;
                }));
    }

    @BackendTest
    void statisticsCountTasksByTheirEnd() throws Exception {
        RunStatistics statistics =
                run(run -> {
                    TaskGroup.open(group -> {
                        group.fork(() -> 0).join();
                        Task<Integer> cancelled = group.fork(Runs::forever);
                        cancelled.cancel("x");
                        return 0;
                    });
                    return run.statistics();
                });
        assertThat(statistics.tasksSpawned()).isEqualTo(3);
        assertThat(statistics.tasksLive()).isEqualTo(1);
        assertThat(statistics.tasksDone()).isEqualTo(1);
        assertThat(statistics.tasksCancelled()).isEqualTo(1);
    }

    @BackendTest
    void taskLocalsAreInheritedAtForkAndIsolatedAfter() throws Exception {
        TaskLocal<String> local = new TaskLocal<>("who");
        run(run ->
                TaskGroup.open(group -> {
                    assertThatThrownBy(local::get).isInstanceOf(NoSuchElementException.class);
                    local.where(
                            "outer",
                            () -> {
                                Task<String> inherited = group.fork(local::get);
                                Task<String> own =
                                        group.fork(() -> local.where("inner", local::get));
                                assertThat(inherited.join()).isEqualTo("outer");
                                assertThat(own.join()).isEqualTo("inner");
                                assertThat(local.get()).isEqualTo("outer");
                                return 0;
                            });
                    assertThat(local.getOrNull()).isNull();
                    return 0;
                }));
    }

    @BackendTest
    void runLocalsBelongToOneRunAndTheirTokensWorkOnce() throws Exception {
        RunLocal<String> local = new RunLocal<>("config");
        run(run -> {
            RunLocal.Token token = local.set("a");
            RunLocal.Token second = local.set("b");
            assertThat(local.get()).isEqualTo("b");
            local.reset(second);
            assertThat(local.get()).isEqualTo("a");
            assertThatThrownBy(() -> local.reset(second)).isInstanceOf(IllegalStateException.class);
            local.reset(token);
            assertThat(local.getOrNull()).isNull();
            return local.set("left behind");
        });
        run(run -> {
            assertThat(local.getOrNull()).isNull();
            return 0;
        });
    }

    @BackendTest
    void allAndMapKeepTheOrderAndTheLimit() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        run(run -> {
            assertThat(TaskGroup.<Integer>all(List.of(() -> 1, () -> 2, () -> 3)))
                    .containsExactly(1, 2, 3);
            List<Integer> inputs = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                inputs.add(i);
            }
            List<Integer> doubled =
                    TaskGroup.map(
                            inputs,
                            4,
                            n -> {
                                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                Checkpoint.now();
                                running.decrementAndGet();
                                return n * 2;
                            });
            assertThat(doubled).hasSize(50).startsWith(0, 2, 4).endsWith(98);
            return 0;
        });
        assertThat(most.get()).isLessThanOrEqualTo(4);
    }

    @BackendTest
    void aRaceReturnsTheFirstResultAndCancelsTheRest() throws Exception {
        run(run -> {
            assertThat(
                            TaskGroup.<String>race(
                                    List.of(
                                            () -> "" + Runs.forever(),
                                            () -> {
                                                throw new IOException("slow lane");
                                            },
                                            () -> "won")))
                    .isEqualTo("won");
            assertThatThrownBy(() ->
                            TaskGroup.<String>race(
                                    List.of(
                                            () -> {
                                                throw new IOException("a");
                                            },
                                            () -> {
                                                throw new IOException("b");
                                            })))
                    .isInstanceOf(TaskFailed.class)
                    .satisfies(t -> assertThat(t.getSuppressed()).hasSize(1));
            return 0;
        });
    }

    @BackendTest
    void completionsComeInOrderOfCompletionAndAnEarlyExitCancelsTheRest() throws Exception {
        AtomicReference<String> first = new AtomicReference<>();
        run(run ->
                TaskGroup.<String, Integer, RuntimeException>completions(
                        List.of(() -> "" + Runs.forever(), () -> "quick"),
                        results -> {
                            first.set(results.receive());
                            return 0;
                        }));
        assertThat(first).hasValue("quick");
    }

    @BackendTest
    void aFailureAmongAllCancelsTheRest() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.<Integer>all(
                                        List.of(
                                                Runs::forever,
                                                () -> {
                                                    throw new IOException("one of them");
                                                }))))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @BackendTest
    void randomnessIsTheRunsOwnAndItsUuidsAreWellFormed() throws Exception {
        run(run -> {
            assertThat(Rng.bytes(16)).hasSize(16).isNotEqualTo(Rng.bytes(16));
            assertThat(Rng.uuid().version()).isEqualTo(4);
            assertThat(Rng.uuid().variant()).isEqualTo(2);
            assertThat(Rng.nextInt(10)).isBetween(0, 9);
            return 0;
        });
    }

    @BackendTest
    void metersThatMeasureNothingAcceptEverything() {
        Meters.NONE.counter("a_total", "door", "rest").increment();
        Meters.NONE.gauge("b").set(1);
        Meters.NONE.histogram("c_seconds").record(0.5);
        try (Meters.Span span = Meters.NONE.span("op")) {
            assertThat(span.attribute("k", "v").failed(new IOException())).isSameAs(span);
        }
    }

    @BackendTest
    void tasksWithoutAGivenNameAreNamedAfterTheirGroup() throws Exception {
        run(run ->
                TaskGroup.open(
                        "named",
                        group -> {
                            Task<Integer> task = group.fork(() -> 0);
                            assertThat(task.name()).isEqualTo("named-task");
                            assertThat(run.tasks().getFirst().name()).isEqualTo("main");
                            return task.join();
                        }));
    }

    @BackendTest
    void noControlCharacterOfANameReachesTheTextOfTheTree() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Task<Integer> evil = group.fork("evil\u001b[2J", Runs::forever);
                    Task<Integer> joins = group.fork("joins", evil::join);
                    TestKit.awaitWaiting(joins);
                    assertThat(run.dump())
                            .contains("waits for join of task 'evil?[2J'")
                            .doesNotContain("\u001b");
                    group.cancel("seen");
                    return 0;
                }));
    }

    @BackendTest(backends = "sim")
    void theTreeShowsTheStackOfATaskThatDoesNotEndAfterItsCancellation() throws Exception {
        run(run -> {
            CancelScope.run(scope ->
                    TaskGroup.open(group -> {
                        group.fork("cleans up", RunTest::cleanUpForTenSeconds);
                        TestKit.awaitAllBlocked();
                        assertThat(run.dump()).doesNotContain("cleanUpForTenSeconds");
                        scope.cancel("now");
                        CancelScope.shield(_ -> {
                            Time.sleep(Duration.ofSeconds(6));
                            assertThat(run.dump()).contains("at ", "cleanUpForTenSeconds");
                            assertThat(run.dumpJson()).contains("\"stack\":[", "cleanUpForTen");
                            return 0;
                        });
                        return 0;
                    }));
            return 0;
        });
    }

    private static int cleanUpForTenSeconds() throws InterruptedException {
        try {
            return Runs.forever();
        } finally {
            CancelScope.shield(_ -> {
                Time.sleep(Duration.ofSeconds(10));
                return 0;
            });
        }
    }
}
