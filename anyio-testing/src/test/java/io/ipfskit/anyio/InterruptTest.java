package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

class InterruptTest {
    @BackendTest
    void theIdiomOfSettingTheFlagAgainDoesNotSpinAndEndsWithTheScope() throws Exception {
        run(run -> {
            Outcome<Integer> outcome =
                    CancelScope.moveOnAfter(
                            Duration.ofMillis(1),
                            scope -> {
                                try {
                                    Time.sleepForever();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                CancelScope.shield(s -> {
                                    Time.sleep(Duration.ofMillis(5));
                                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                                    return 0;
                                });
                                return Runs.forever();
                            });
            assertThat(outcome.wasCaught()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Time.sleep(Duration.ofMillis(1));
            return 0;
        });
    }

    @BackendTest
    void aForeignInterruptOutsideAnyCancelledScopeFailsTheTaskAsItIs() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    group.fork(
                                            "interrupted",
                                            () -> {
                                                Thread.currentThread().interrupt();
                                                return Runs.forever();
                                            });
                                    return Runs.forever();
                                })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseExactlyInstanceOf(InterruptedException.class);
    }

    @BackendTest
    void aRawInterruptedExceptionInsideACancelledScopeCountsAsItsCancellation() throws Exception {
        Outcome<Integer> outcome =
                run(run ->
                        CancelScope.run(scope -> {
                            scope.cancel("x");
                            throw new InterruptedException("raw");
                        }));
        assertThat(outcome.wasCaught()).isTrue();
    }

    @BackendTest
    void aForeignInterruptThatCameBeforeTheCancellationComesOutBehindIt() throws Exception {
        run(run -> {
            Outcome<Integer> outer =
                    CancelScope.run(scope ->
                            CancelScope.run(
                                            inner -> {
                                                Thread.currentThread().interrupt();
                                                inner.cancel("inner");
                                                scope.cancel("outer");
                                                Checkpoint.now();
                                                return 0;
                                            })
                                    .result());
            assertThat(outer.wasCaught()).isTrue();
            assertThatThrownBy(Runs::forever).isExactlyInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Time.sleep(Duration.ofMillis(1));
            return 0;
        });
    }

    @BackendTest
    void aForeignInterruptIsKeptByABodyThatNeverNoticedItsCancellation() throws Exception {
        run(run -> {
            CancelScope.run(scope -> {
                Thread.currentThread().interrupt();
                scope.cancel("not noticed");
                return 0;
            });
            assertThatThrownBy(Runs::forever).isExactlyInstanceOf(InterruptedException.class);
            return 0;
        });
    }

    @BackendTest
    void theIdiomBetweenTwoCancelledScopesIsPartOfTheCancellationThatGoesOn() throws Exception {
        run(run -> {
            CancelScope.run(outer -> {
                try {
                    CancelScope.run(inner -> {
                        inner.cancel("inner");
                        outer.cancel("outer");
                        Checkpoint.now();
                        return 0;
                    });
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Runs.forever();
            });
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Time.sleep(Duration.ofMillis(1));
            return 0;
        });
    }

    @BackendTest(sim = false)
    void interruptingTheThreadThatCalledRunCancelsTheRootScope() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Event started = new Event();
        Thread caller =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                run(run -> {
                                    started.set();
                                    return Runs.forever();
                                });
                            } catch (Throwable t) {
                                thrown.set(t);
                            }
                        });
        while (!started.isSet()) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();
        assertThat(thrown.get()).isInstanceOf(Cancelled.class).hasMessageContaining("interrupted");
    }
}
