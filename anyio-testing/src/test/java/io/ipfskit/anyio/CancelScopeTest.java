package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class CancelScopeTest {
    @BackendTest
    void aCancelledScopeThrowsAtItsFirstCheckpointAndAbsorbsThat() throws Exception {
        Outcome<Integer> outcome =
                run(run ->
                        CancelScope.run(scope -> {
                            scope.cancel("first thing");
                            Checkpoint.ifCancelled();
                            return 1;
                        }));
        assertThat(outcome.wasCaught()).isTrue();
        assertThat(outcome.isCancelled()).isTrue();
        assertThat(outcome.orElse(7)).isEqualTo(7);
        assertThatThrownBy(outcome::result).isInstanceOf(IllegalStateException.class);
    }

    @BackendTest
    void cancellationIsLevelTriggeredEveryCheckpointThrowsAgain() throws Exception {
        int thrown =
                run(run ->
                        CancelScope.run(
                                        scope -> {
                                            int count = 0;
                                            scope.cancel("level");
                                            for (int i = 0; i < 3; i++) {
                                                try {
                                                    Time.sleepForever();
                                                } catch (Cancelled _) {
                                                    count++;
                                                }
                                            }
                                            return count;
                                        })
                                .result());
        assertThat(thrown).isEqualTo(3);
    }

    @BackendTest
    void theFirstReasonWinsAndCancellingAgainChangesNothing() throws Exception {
        String reason =
                run(run ->
                        CancelScope.run(
                                        scope -> {
                                            scope.cancel("first");
                                            scope.cancel("second");
                                            try {
                                                Checkpoint.now();
                                            } catch (Cancelled cancelled) {
                                                return cancelled.reason();
                                            }
                                            return "none";
                                        })
                                .result());
        assertThat(reason).isEqualTo("first");
    }

    @BackendTest
    void anOuterCancellationUnwindsNestedScopesAndCodeBetweenDoesNotRun() throws Exception {
        AtomicBoolean between = new AtomicBoolean();
        AtomicBoolean innerCaught = new AtomicBoolean();
        Outcome<Integer> outer =
                run(run ->
                        CancelScope.run(outerScope -> {
                            Outcome<Integer> inner =
                                    CancelScope.run(innerScope -> {
                                        innerScope.cancel("inner");
                                        outerScope.cancel("outer");
                                        return Runs.forever();
                                    });
                            innerCaught.set(inner.wasCaught());
                            between.set(true);
                            return 0;
                        }));
        assertThat(outer.wasCaught()).isTrue();
        assertThat(between).isFalse();
        assertThat(innerCaught).isFalse();
    }

    @BackendTest
    void aShieldHidesOuterCancellationUntilItIsLeft() throws Exception {
        List<String> steps = new ArrayList<>();
        run(run ->
                CancelScope.run(outer -> {
                    outer.cancel("outer");
                    CancelScope.shield(shield -> {
                        Checkpoint.now();
                        steps.add("inside the shield");
                        return 0;
                    });
                    steps.add("after the shield, before a checkpoint");
                    Checkpoint.now();
                    steps.add("never");
                    return 0;
                }));
        assertThat(steps)
                .containsExactly("inside the shield", "after the shield, before a checkpoint");
    }

    @BackendTest
    void cancellingTheShieldedScopeItselfWorks() throws Exception {
        run(run -> {
            assertThatThrownBy(() ->
                            CancelScope.shield(shield -> {
                                shield.cancel("own");
                                return Runs.forever();
                            }))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("own");
            return 0;
        });
    }

    @BackendTest
    void loweringAShieldWakesWhatWaitsInside() throws Exception {
        run(run ->
                CancelScope.run(outer ->
                        TaskGroup.open(group -> {
                            AtomicReference<CancelScope> shield = new AtomicReference<>();
                            Task<Integer> task =
                                    group.fork(() ->
                                            CancelScope.shield(scope -> {
                                                shield.set(scope);
                                                return Runs.forever();
                                            }));
                            Runs.awaitWaiting(task);
                            outer.cancel("outer");
                            assertThat(task.state()).isEqualTo(TaskState.LIVE);
                            shield.get().shield(false);
                            return 0;
                        })));
    }

    @BackendTest
    void amongNestedShieldsTheRightLevelThrows() throws Exception {
        List<String> caught = new ArrayList<>();
        run(run ->
                CancelScope.run(outer -> {
                    CancelScope.shield(first -> {
                        Outcome<Integer> middle =
                                CancelScope.run(middleScope -> {
                                    CancelScope.shield(second -> {
                                        outer.cancel("outer");
                                        middleScope.cancel("middle");
                                        Checkpoint.now();
                                        caught.add("inner shield ran");
                                        return 0;
                                    });
                                    Checkpoint.now();
                                    caught.add("never");
                                    return 0;
                                });
                        caught.add("middle caught " + middle.wasCaught());
                        Checkpoint.now();
                        caught.add("outer still hidden");
                        return 0;
                    });
                    Checkpoint.now();
                    caught.add("never");
                    return 0;
                }));
        assertThat(caught)
                .containsExactly("inner shield ran", "middle caught true", "outer still hidden");
    }

    @BackendTest
    void aScopeCanBeCancelledFromAnotherTaskAndFromItsOwnChild() throws Exception {
        String reason =
                run(run ->
                        TaskGroup.open(group -> {
                            Promise<CancelScope> entered = new Promise<>();
                            Task<String> task =
                                    group.fork(() -> {
                                        AtomicReference<String> seen = new AtomicReference<>("");
                                        CancelScope.run(scope ->
                                                TaskGroup.open(inner -> {
                                                    inner.fork(
                                                            "child",
                                                            () -> {
                                                                entered.complete(scope);
                                                                return 0;
                                                            });
                                                    try {
                                                        return Runs.forever();
                                                    } catch (Cancelled cancelled) {
                                                        seen.set(cancelled.reason());
                                                        throw cancelled;
                                                    }
                                                }));
                                        return seen.get();
                                    });
                            entered.await().cancel("from elsewhere");
                            return task.join();
                        }));
        assertThat(reason).isEqualTo("from elsewhere");
    }

    @BackendTest
    void aCancellationWrappedByUserCodeIsStillRecognised() throws Exception {
        Outcome<Integer> outcome =
                run(run ->
                        CancelScope.run(scope -> {
                            scope.cancel("wrapped");
                            try {
                                return Runs.forever();
                            } catch (Cancelled cancelled) {
                                throw new IllegalStateException(
                                        "wrapper", new RuntimeException(cancelled));
                            }
                        }));
        assertThat(outcome.wasCaught()).isTrue();
    }

    @BackendTest
    void aCancellationKeptBeyondItsScopeIsAnOrdinaryFailure() {
        assertThatThrownBy(() ->
                        run(run -> {
                            AtomicReference<Cancelled> kept = new AtomicReference<>();
                            CancelScope.run(scope -> {
                                scope.cancel("inner");
                                try {
                                    return Runs.forever();
                                } catch (Cancelled cancelled) {
                                    kept.set(cancelled);
                                    return 0;
                                }
                            });
                            return TaskGroup.open(group -> {
                                group.fork(
                                        "stale",
                                        () -> {
                                            throw kept.get();
                                        });
                                return Runs.forever();
                            });
                        }))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(Cancelled.class);
    }

    @BackendTest
    void aThousandNestedScopesAreCancelledAsOne() throws Exception {
        Outcome<Integer> outcome =
                run(run ->
                        CancelScope.run(scope -> {
                            scope.cancel("deep");
                            return nest(1000);
                        }));
        assertThat(outcome.wasCaught()).isTrue();
    }

    private static int nest(int depth) throws InterruptedException {
        return depth == 0 ? Runs.forever() : CancelScope.run(scope -> nest(depth - 1)).result();
    }

    @BackendTest
    void aScopeThatWasLeftRefusesChangesAndIgnoresCancel() throws Exception {
        run(run -> {
            AtomicReference<CancelScope> kept = new AtomicReference<>();
            CancelScope.run(scope -> {
                kept.set(scope);
                return 0;
            });
            kept.get().cancel("late");
            assertThat(kept.get().isCancelRequested()).isFalse();
            assertThatThrownBy(() -> kept.get().deadline(Deadline.NONE))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> kept.get().shield(true))
                    .isInstanceOf(IllegalStateException.class);
            return 0;
        });
    }

    @BackendTest
    void cancellingTheRootScopeEndsTheRunAsCancelled() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    group.fork(Runs::forever);
                                    run.scope().cancel("shut down");
                                    return Runs.forever();
                                })))
                .isInstanceOfSatisfying(
                        Cancelled.class, c -> assertThat(c.reason()).isEqualTo("shut down"));
    }

    @BackendTest
    void checkpointsYieldAndThrowAsTheirNamesSay() throws Exception {
        run(run ->
                CancelScope.run(scope -> {
                    scope.cancel("x");
                    Checkpoint.shielded();
                    assertThatThrownBy(Checkpoint::ifCancelled).isInstanceOf(Cancelled.class);
                    assertThatThrownBy(Checkpoint::now).isInstanceOf(Cancelled.class);
                    return 0;
                }));
    }

    @BackendTest
    void aStuckTaskIsDescribedWithItsStack() throws Exception {
        String description =
                run(run ->
                        CancelScope.run(
                                        scope -> {
                                            scope.cancel("stuck test");
                                            return StuckTasks.describe(scope);
                                        })
                                .result());
        assertThat(description).contains("stuck test", "#1 main", "CancelScopeTest");
    }

    @BackendTest
    void cancellingTheOuterScopeFromInsideAShieldShowsBehindIt() throws Exception {
        run(run -> {
            List<String> log = new ArrayList<>();
            Outcome<Integer> outcome =
                    CancelScope.run(outer -> {
                        CancelScope.shield(_ -> {
                            outer.cancel("from inside");
                            Checkpoint.now();
                            log.add("still inside");
                            return 0;
                        });
                        Checkpoint.now();
                        log.add("not reached");
                        return 0;
                    });
            assertThat(outcome.wasCaught()).isTrue();
            assertThat(log).containsExactly("still inside");
            return 0;
        });
    }
}
