package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class TaskGroupTest {
    @BackendTest
    void exitWaitsForEveryTaskAndItsResultsAreVisibleAfter() throws Exception {
        int sum =
                run(run -> {
                    List<Task<Integer>> tasks =
                            TaskGroup.open(group -> {
                                List<Task<Integer>> forked = new ArrayList<>();
                                for (int i = 1; i <= 100; i++) {
                                    int n = i;
                                    forked.add(
                                            group.fork(() -> {
                                                Checkpoint.now();
                                                return n;
                                            }));
                                }
                                return forked;
                            });
                    return tasks.stream().mapToInt(Task::result).sum();
                });
        assertThat(sum).isEqualTo(5050);
    }

    @BackendTest
    void forkOnAGroupThatWasLeftFailsAtOnceAndDoesNotRunTheBody() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        run(run -> {
            TaskGroup left = TaskGroup.open(group -> group);
            assertThatThrownBy(() ->
                            left.fork(
                                    "late",
                                    () -> {
                                        ran.set(true);
                                        return 0;
                                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("late");
            return 0;
        });
        assertThat(ran).isFalse();
    }

    @BackendTest
    void aFailingTaskCancelsItsSiblingsAndWakesTheHost() {
        List<TaskState> states = new ArrayList<>();
        assertThatThrownBy(() ->
                        run(run -> {
                            AtomicReference<Task<Integer>> sibling = new AtomicReference<>();
                            try {
                                return TaskGroup.open(group -> {
                                    sibling.set(group.fork("sibling", Runs::forever));
                                    group.fork(
                                            "bad",
                                            () -> {
                                                throw new IOException("boom");
                                            });
                                    return Runs.forever();
                                });
                            } finally {
                                states.add(sibling.get().state());
                            }
                        }))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("bad")
                .hasCauseInstanceOf(IOException.class);
        assertThat(states).containsExactly(TaskState.CANCELLED);
    }

    @BackendTest
    void aFailingBodyCancelsTheTasksAndItsOwnExceptionComesOut() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    group.fork(Runs::forever);
                                    throw new IOException("the body's own");
                                })))
                .isInstanceOf(IOException.class)
                .hasMessage("the body's own")
                .hasNoSuppressedExceptions();
    }

    @BackendTest
    void aTaskThatFailsInCleanUpIsSuppressedOnTheBodysException() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    Task<Integer> task =
                                            group.fork(() -> {
                                                try {
                                                    return Runs.forever();
                                                } finally {
                                                    failInCleanUp();
                                                }
                                            });
                                    Runs.awaitWaiting(task);
                                    throw new IOException("body");
                                })))
                .isInstanceOf(IOException.class)
                .satisfies(t ->
                        assertThat(t.getSuppressed())
                                .singleElement()
                                .satisfies(s -> assertThat(s).hasMessage("clean-up")));
    }

    private static void failInCleanUp() {
        throw new IllegalStateException("clean-up");
    }

    @BackendTest
    void anErrorOfATaskWinsOverAnExceptionOfTheBody() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    Task<Integer> bad =
                                            group.fork(
                                                    "bad",
                                                    () -> {
                                                        throw new AssertionError("error");
                                                    });
                                    while (bad.state() == TaskState.LIVE) {
                                        Checkpoint.shielded();
                                    }
                                    throw new IOException("body");
                                })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(AssertionError.class)
                .satisfies(t ->
                        assertThat(t.getSuppressed())
                                .hasAtLeastOneElementOfType(IOException.class));
    }

    @BackendTest
    void joiningAFailedTaskReportsTheFailureOnce() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    Task<Integer> bad =
                                            group.fork(
                                                    "bad",
                                                    () -> {
                                                        throw new IOException("boom");
                                                    });
                                    return CancelScope.shield(s -> bad.join());
                                })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(IOException.class)
                .hasNoSuppressedExceptions();
    }

    @BackendTest
    void aTaskHandleTellsResultFailureAndCancellation() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Task<String> good = group.fork("good", () -> "value");
                    assertThat(good.join()).isEqualTo("value");
                    assertThat(good.state()).isEqualTo(TaskState.DONE);
                    assertThat(good.failure()).isNull();

                    Task<Integer> waiting = group.fork("waiting", Runs::forever);
                    Runs.awaitWaiting(waiting);
                    assertThatThrownBy(waiting::result).isInstanceOf(IllegalStateException.class);
                    waiting.cancel("not needed");
                    assertThatThrownBy(waiting::join)
                            .isInstanceOf(TaskFailed.class)
                            .cause()
                            .isInstanceOfSatisfying(
                                    Cancelled.class,
                                    c -> assertThat(c.reason()).isEqualTo("not needed"));
                    assertThat(waiting.state()).isEqualTo(TaskState.CANCELLED);
                    assertThat(group.scope().isCancelRequested()).isFalse();
                    return 0;
                }));
    }

    @BackendTest
    void aTaskOfACancelledGroupThatNeverRanEndsAsCancelled() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        Task<Integer> task =
                run(run ->
                        TaskGroup.open(group -> {
                            group.cancel("before");
                            return group.fork(() -> {
                                ran.set(true);
                                return 0;
                            });
                        }));
        assertThat(ran).isFalse();
        assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
    }

    @BackendTest
    void anyHolderMayForkWhileTheOwnerWaitsInExit() throws Exception {
        AtomicReference<Task<String>> grandchild = new AtomicReference<>();
        run(run ->
                TaskGroup.open(group -> {
                    group.fork(
                            "child",
                            () -> {
                                while (run.tasks().getFirst().waitingFor() == null) {
                                    Checkpoint.now();
                                }
                                grandchild.set(group.fork("grandchild", () -> "late"));
                                return 0;
                            });
                    return 0;
                }));
        assertThat(grandchild.get().result()).isEqualTo("late");
    }

    @BackendTest
    void aServiceRunsUntilBodyAndTasksEndedAndIsThenCancelled() throws Exception {
        List<String> order = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    Channel<String> requests = Channel.open(0);
                    group.forkService(
                            "service",
                            () -> {
                                try {
                                    requests.receiver().forEach(order::add);
                                } finally {
                                    order.add("service ended");
                                }
                                return 0;
                            });
                    group.fork(
                            "client",
                            () -> {
                                Checkpoint.now();
                                requests.sender().send("from a task");
                                return 0;
                            });
                    return 0;
                }));
        assertThat(order).containsExactly("from a task", "service ended");
    }

    @BackendTest
    void aServiceIsShieldedFromTheGroupsCancellationUntilTheTasksEnded() throws Exception {
        List<String> order = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    Channel<String> requests = Channel.open(0);
                    group.forkService(
                            "service",
                            () -> {
                                requests.receiver().forEach(order::add);
                                return 0;
                            });
                    Task<Integer> client =
                            group.fork(
                                    "client",
                                    () -> {
                                        try {
                                            return Runs.forever();
                                        } finally {
                                            CancelScope.shield(s -> {
                                                requests.sender().send("last words");
                                                return 0;
                                            });
                                        }
                                    });
                    Runs.awaitWaiting(client);
                    group.cancel("enough");
                    return 0;
                }));
        assertThat(order).containsExactly("last words");
    }

    @BackendTest
    void openingAndLeavingAGroupAreCheckpoints() throws Exception {
        AtomicBoolean opened = new AtomicBoolean();
        AtomicBoolean left = new AtomicBoolean();
        run(run -> {
            CancelScope.run(scope -> {
                scope.cancel("now");
                return TaskGroup.open(group -> {
                    opened.set(true);
                    return 0;
                });
            });
            return CancelScope.run(scope -> {
                TaskGroup.open(group -> {
                    scope.cancel("now");
                    return 0;
                });
                left.set(true);
                return 0;
            });
        });
        assertThat(opened).isFalse();
        assertThat(left).isFalse();
    }

    @BackendTest
    void aGroupCancelledByItselfEndsQuietlyAndWithoutAResult() throws Exception {
        boolean none =
                run(run -> {
                    Integer result =
                            TaskGroup.open(group -> {
                                group.cancel("done");
                                return Runs.forever();
                            });
                    return result == null;
                });
        assertThat(none).isTrue();
    }

    @BackendTest
    void argumentsAreChecked() throws Exception {
        run(run -> {
            assertThatThrownBy(() -> TaskGroup.map(List.of(1), 0, x -> x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was 0");
            assertThatThrownBy(() -> TaskGroup.race(List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            return 0;
        });
        assertThatThrownBy(() -> TaskGroup.open(group -> 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AnyIO.run");
    }

    @BackendTest
    void aTaskCancelledBeforeItRanEndsAsCancelledAndADoneOneStaysDone() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        run(run ->
                TaskGroup.open(group -> {
                    Task<Integer> done = group.fork(() -> 1);
                    assertThat(done.join()).isEqualTo(1);
                    done.cancel("too late");
                    assertThat(done.state()).isEqualTo(TaskState.DONE);
                    CancelScope.run(scope ->
                            TaskGroup.open(inner -> {
                                scope.cancel("first");
                                Task<Boolean> never = inner.fork(() -> ran.getAndSet(true));
                                never.cancel("second");
                                return CancelScope.shield(_ -> {
                                    assertThatThrownBy(never::join).isInstanceOf(TaskFailed.class);
                                    assertThat(never.state()).isEqualTo(TaskState.CANCELLED);
                                    return 0;
                                });
                            }));
                    return 0;
                }));
        assertThat(ran).isFalse();
    }

    @BackendTest
    void theFailureThatComesOutIsNamedAfterItsOwnTask() {
        assertThatThrownBy(() -> run(run -> TaskGroup.open(TaskGroupTest::failTwice)))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(AssertionError.class)
                .hasMessageContaining("'error'");
    }

    private static int failTwice(TaskGroup group) {
        Event began = new Event();
        group.fork(
                "exception",
                () -> {
                    began.await();
                    throw new java.io.IOException("first");
                });
        group.fork(
                "error",
                () -> {
                    began.set();
                    try {
                        return Runs.forever();
                    } finally {
                        failAgain();
                    }
                });
        return 0;
    }

    private static void failAgain() {
        throw new AssertionError("second");
    }
}
