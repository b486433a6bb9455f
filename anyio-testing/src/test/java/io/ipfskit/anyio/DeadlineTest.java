package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

class DeadlineTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofDays(1);

    @BackendTest
    void moveOnAfterEndsTheBodyAtItsDeadlineAndTheOutcomeSaysSo() throws Exception {
        Outcome<Integer> outcome =
                run(run -> CancelScope.moveOnAfter(SOON, scope -> Runs.forever()));
        assertThat(outcome.wasCaught()).isTrue();
        Outcome<Integer> done = run(run -> CancelScope.moveOnAfter(NEVER, scope -> 3));
        assertThat(done.wasCaught()).isFalse();
        assertThat(done.result()).isEqualTo(3);
    }

    @BackendTest
    void failAfterAroundAGroupIsOneTimeoutException() {
        assertThatThrownBy(() ->
                        run(run ->
                                CancelScope.failAfter(
                                        SOON,
                                        scope ->
                                                TaskGroup.open(group -> {
                                                    group.fork(Runs::forever);
                                                    group.fork(Runs::forever);
                                                    return Runs.forever();
                                                }))))
                .isInstanceOf(TimeoutException.class)
                .hasNoSuppressedExceptions();
    }

    @BackendTest
    void failAfterLetsAnOuterCancellationThrough() throws Exception {
        Outcome<Integer> outer =
                run(run ->
                        CancelScope.run(scope -> {
                            try {
                                return CancelScope.failAfter(
                                        NEVER,
                                        inner -> {
                                            scope.cancel("outer");
                                            return Runs.forever();
                                        });
                            } catch (TimeoutException wrong) {
                                return 1;
                            }
                        }));
        assertThat(outer.wasCaught()).isTrue();
    }

    @BackendTest
    void theInnerOfTwoTimeoutsIsAnOrdinaryExceptionOutside() throws Exception {
        String seen =
                run(run ->
                        CancelScope.failAfter(
                                NEVER,
                                outer -> {
                                    try {
                                        return CancelScope.failAfter(
                                                Duration.ZERO, inner -> "" + Runs.forever());
                                    } catch (TimeoutException timeout) {
                                        Checkpoint.now();
                                        return "outer goes on";
                                    }
                                }));
        assertThat(seen).isEqualTo("outer goes on");
    }

    @BackendTest
    void zeroMeansAlreadyDueAndNegativeIsRefused() throws Exception {
        run(run -> {
            assertThat(CancelScope.moveOnAfter(Duration.ZERO, scope -> Runs.forever()).wasCaught())
                    .isTrue();
            assertThatThrownBy(() -> CancelScope.moveOnAfter(Duration.ofNanos(-1), scope -> 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("negative");
            assertThatThrownBy(() -> Time.sleep(Duration.ofNanos(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            return 0;
        });
    }

    @BackendTest
    void aDeadlineCanBeMovedEarlierAndLater() throws Exception {
        run(run -> {
            Outcome<Integer> earlier =
                    CancelScope.moveOnAfter(
                            NEVER,
                            scope -> {
                                scope.deadline(Deadline.after(SOON));
                                return Runs.forever();
                            });
            assertThat(earlier.wasCaught()).isTrue();
            Outcome<Integer> later =
                    CancelScope.moveOnAfter(
                            Duration.ofMillis(200),
                            scope -> {
                                scope.deadline(Deadline.NONE);
                                Time.sleep(Duration.ofMillis(250));
                                return 1;
                            });
            assertThat(later.wasCaught()).isFalse();
            return 0;
        });
    }

    @BackendTest
    void aShieldedScopesOwnDeadlineStillFires() throws Exception {
        run(run ->
                CancelScope.run(outer -> {
                    outer.cancel("outer");
                    CancelScope.shield(shield -> {
                        assertThat(
                                        CancelScope.moveOnAfter(SOON, scope -> Runs.forever())
                                                .wasCaught())
                                .isTrue();
                        return 0;
                    });
                    return 0;
                }));
    }

    @BackendTest
    void theEffectiveDeadlineIsTheEarliestThroughUnshieldedScopes() throws Exception {
        run(run -> {
            assertThat(CancelScope.effectiveDeadline()).isEqualTo(Deadline.NONE);
            Deadline outer = Deadline.after(NEVER);
            CancelScope.moveOnAt(
                    outer,
                    a ->
                            CancelScope.moveOnAfter(
                                    NEVER.multipliedBy(2),
                                    b -> {
                                        assertThat(CancelScope.effectiveDeadline())
                                                .isEqualTo(outer);
                                        CancelScope.shield(s -> {
                                            assertThat(CancelScope.effectiveDeadline())
                                                    .isEqualTo(Deadline.NONE);
                                            return 0;
                                        });
                                        a.cancel("x");
                                        assertThat(CancelScope.effectiveDeadline())
                                                .isEqualTo(Deadline.PASSED);
                                        return 0;
                                    }));
            return 0;
        });
    }

    @BackendTest
    void aDeadlineReachesTheTasksBelowIt() throws Exception {
        AtomicReference<String> reason = new AtomicReference<>();
        run(run ->
                CancelScope.run(scope ->
                        TaskGroup.open(group -> {
                            Task<Integer> task =
                                    group.fork(() -> {
                                        try {
                                            return Runs.forever();
                                        } catch (Cancelled cancelled) {
                                            reason.set(cancelled.reason());
                                            throw cancelled;
                                        }
                                    });
                            Runs.awaitWaiting(task); // one that never ran tells no reason
                            scope.deadline(Deadline.after(SOON));
                            return 0;
                        })));
        assertThat(reason).hasValue("deadline passed");
    }

    @BackendTest
    void aVeryLongDurationIsNoDeadline() {
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE)).isNone()).isTrue();
        assertThat(Deadline.NONE.isPassed()).isFalse();
        assertThat(Deadline.PASSED.remaining()).isEqualTo(Duration.ZERO);
    }

    @BackendTest
    void ofTwoNestedMoveOnAftersTheOneThatIsDueIsCaught() throws Exception {
        run(run -> {
            Outcome<Boolean> outer =
                    CancelScope.moveOnAfter(
                            NEVER,
                            _ -> CancelScope.moveOnAfter(SOON, _ -> Runs.forever()).wasCaught());
            assertThat(outer.wasCaught()).isFalse();
            assertThat(outer.result()).isTrue();
            Outcome<Outcome<Integer>> inner =
                    CancelScope.moveOnAfter(
                            SOON, _ -> CancelScope.moveOnAfter(NEVER, _ -> Runs.forever()));
            assertThat(inner.wasCaught()).isTrue();
            return 0;
        });
    }

    @BackendTest
    void failAfterFailsAlsoWhenItsScopeIsShielded() throws Exception {
        run(run ->
                CancelScope.run(outer -> {
                    outer.cancel("outer");
                    assertThatThrownBy(() ->
                                    CancelScope.failAfter(
                                            SOON,
                                            scope -> {
                                                scope.shield(true);
                                                return Runs.forever();
                                            }))
                            .isInstanceOf(TimeoutException.class);
                    return 0;
                }));
    }

    @BackendTest
    void aDeadlineSetAfterTheCancellationChangesNothing() throws Exception {
        run(run -> {
            CancelScope.run(scope -> {
                scope.cancel("x");
                int timers = run.statistics().timers(); // the report of a stuck task
                scope.deadline(Deadline.NONE);
                assertThat(run.statistics().timers()).isEqualTo(timers);
                assertThat(scope.reason()).isEqualTo("x");
                return 0;
            });
            return 0;
        });
    }
}
