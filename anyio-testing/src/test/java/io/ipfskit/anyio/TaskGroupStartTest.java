package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

class TaskGroupStartTest {
    @BackendTest
    void startReturnsTheValueGivenToStarted() throws Exception {
        String told =
                run(run ->
                        TaskGroup.open(group -> {
                            Started<String, Integer> started =
                                    group.<String, Integer>start(
                                            "server",
                                            status -> {
                                                status.started("127.0.0.1:4001");
                                                return Runs.forever();
                                            });
                            started.task().cancel("enough");
                            return started.value();
                        }));
        assertThat(told).isEqualTo("127.0.0.1:4001");
    }

    @BackendTest
    void aTaskThatEndsWithoutStartedMakesStartFail() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    assertThatThrownBy(() -> group.<String, Integer>start("silent", status -> 0))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("silent");
                    return 0;
                }));
    }

    @BackendTest
    void aCrashBeforeStartedSurfacesFromStartOnly() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    assertThatThrownBy(() ->
                                    group.<String, Integer>start(
                                            "bad",
                                            status -> {
                                                throw new IOException("bind");
                                            }))
                            .isInstanceOf(TaskFailed.class)
                            .hasCauseInstanceOf(IOException.class);
                    assertThat(group.scope().isCancelRequested()).isFalse();
                    return 0;
                }));
    }

    @BackendTest
    void aCrashAfterStartedComesFromTheGroup() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    group.<String, Integer>start(
                                            "bad",
                                            status -> {
                                                status.started("up");
                                                throw new IOException("later");
                                            });
                                    return Runs.forever();
                                })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @BackendTest
    void startedTwiceIsAnError() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    group.<String, Integer>start(
                                            "twice",
                                            status -> {
                                                status.started("a");
                                                status.started("b");
                                                return 0;
                                            });
                                    return 0;
                                })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @BackendTest
    void theGroupStaysOpenWhileATaskStarts() throws Exception {
        AtomicReference<String> value = new AtomicReference<>();
        run(run ->
                TaskGroup.open(group -> {
                    group.fork(
                            "starter",
                            () -> {
                                value.set(
                                        group.<String, Integer>start(
                                                        "slow",
                                                        status -> {
                                                            while (run.tasks()
                                                                            .getFirst()
                                                                            .waitingFor()
                                                                    == null) {
                                                                Checkpoint.now();
                                                            }
                                                            status.started("up");
                                                            return 0;
                                                        })
                                                .value());
                                return 0;
                            });
                    return 0;
                }));
        assertThat(value).hasValue("up");
    }

    @BackendTest
    void cancellingStartCancelsTheStartingTask() throws Exception {
        AtomicReference<String> reason = new AtomicReference<>();
        run(run ->
                TaskGroup.open(group -> {
                    Event running = new Event();
                    Task<Integer> starter =
                            group.fork(
                                    "starter",
                                    () -> {
                                        group.<String, Integer>start(
                                                "slow",
                                                status -> {
                                                    running.set();
                                                    try {
                                                        return Runs.forever();
                                                    } catch (Cancelled cancelled) {
                                                        reason.set(cancelled.reason());
                                                        throw cancelled;
                                                    }
                                                });
                                        return 0;
                                    });
                    running.await();
                    starter.cancel("no patience");
                    return 0;
                }));
        assertThat(reason).hasValue("its start was cancelled");
    }

    @BackendTest
    void startOnAGroupThatWasLeftFailsAtOnceAndDoesNotRunTheBody() throws Exception {
        boolean[] ran = new boolean[1];
        run(run -> {
            TaskGroup left = TaskGroup.open(group -> group);
            assertThatThrownBy(() ->
                            left.<Integer, Integer>start(
                                    "late",
                                    status -> {
                                        ran[0] = true;
                                        return 0;
                                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("late");
            return 0;
        });
        assertThat(ran[0]).isFalse();
    }

    @BackendTest
    void aFailureOfATaskWhoseStartWasCancelledIsTheGroups() {
        assertThatThrownBy(() -> run(run -> TaskGroup.open(TaskGroupStartTest::cancelAStart)))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(java.io.IOException.class);
    }

    private static int cancelAStart(TaskGroup group) throws InterruptedException {
        CancelScope.run(scope ->
                group.<Integer, Integer>start(
                        "fails late",
                        status -> {
                            scope.cancel("while it starts");
                            try {
                                return Runs.forever();
                            } finally {
                                failInCleanUp();
                            }
                        }));
        return 0;
    }

    private static void failInCleanUp() throws java.io.IOException {
        throw new java.io.IOException("while it cleaned up");
    }
}
