package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The numbers that a run keeps of itself.
class RunStatisticsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static RunStatistics atEndOf(Body<Run, ?, ?> body) throws Exception {
        AtomicReference<Run> ran = new AtomicReference<>();
        run(run -> {
            ran.set(run);
            return body.run(run);
        });
        return ran.get().statistics();
    }

    @BackendTest
    void everyStepIsCountedOnceItsTaskHasEnded() throws Exception {
        RunStatistics end =
                atEndOf(run ->
                        TaskGroup.open(group -> {
                            for (int t = 0; t < 3; t++) {
                                group.fork(() -> {
                                    for (int i = 0; i < 100; i++) {
                                        Checkpoint.now();
                                    }
                                    return 0;
                                });
                            }
                            return 0;
                        }));
        // 4 starts and 300 checkpoints; the group waits once, or not at all, or is woken for
        // nothing
        assertThat(end.steps().count()).isBetween(304L, 400L);
    }

    @BackendTest(backends = {"loop", "sim"})
    void tasksThatAreReadyAreCountedWhereTheyStandInLine() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    for (int i = 0; i < 5; i++) {
                        group.fork(() -> 0);
                    }
                    assertThat(run.statistics().steps().ready()).hasValue(5);
                    return 0;
                }));
    }

    @BackendTest(
            sim = false,
            backends = {"threads", "platform", "tiny"})
    void whoRunsInParallelKnowsOfNoLineAndReadsNoClock() throws Exception {
        run(run -> {
            StepStatistics steps = run.statistics().steps();
            assertThat(steps.ready()).isEmpty();
            assertThat(steps.longestNanos()).isEmpty();
            assertThat(steps.recentLongestNanos()).isEmpty();
            return 0;
        });
    }

    @BackendTest(backends = "loop")
    void aLoopWithATimerKnowsItsLongestStep() throws Exception {
        run(run ->
                CancelScope.failAfter(
                        LONG,
                        _ -> {
                            Checkpoint.now();
                            long until = Time.now() + 3_000_000;
                            while (Time.now() < until) {
                                Thread.onSpinWait();
                            }
                            Checkpoint.now();
                            StepStatistics steps = run.statistics().steps();
                            assertThat(steps.longestNanos().orElseThrow())
                                    .isGreaterThanOrEqualTo(3_000_000);
                            assertThat(steps.recentLongestNanos().orElseThrow())
                                    .isGreaterThanOrEqualTo(3_000_000);
                            return 0;
                        }));
    }

    @BackendTest
    void cancelledTasksAndScopesAreCountedByReason() throws Exception {
        RunStatistics end =
                atEndOf(run -> {
                    CancelScope.moveOnAfter(Duration.ZERO, _ -> Runs.forever());
                    TaskGroup.open(group -> {
                        Task<Integer> task = group.fork(Runs::forever);
                        group.forkService("service", Runs::forever);
                        TestKit.awaitAllBlocked();
                        task.cancel("by the caller");
                        return 0;
                    });
                    try {
                        TaskGroup.open(group -> {
                            group.fork("sibling", Runs::forever);
                            group.fork(
                                    "failing",
                                    () -> {
                                        throw new IllegalStateException("on purpose");
                                    });
                            return 0;
                        });
                    } catch (TaskFailed expected) {
                        assertThat(expected).hasMessageContaining("failing");
                    }
                    return 0;
                });
        assertThat(end.cancels().tasks())
                .containsEntry(CancelReasonClass.DEADLINE, 0L)
                .containsEntry(CancelReasonClass.CALLER, 1L)
                .containsEntry(CancelReasonClass.FINISHED, 1L)
                .containsEntry(CancelReasonClass.FAILURE, 1L)
                .containsEntry(CancelReasonClass.SHUTDOWN, 0L)
                .containsEntry(CancelReasonClass.SIGNAL, 0L);
        assertThat(end.cancels().scopes())
                .containsEntry(CancelReasonClass.DEADLINE, 1L)
                .containsEntry(CancelReasonClass.CALLER, 1L)
                .containsEntry(CancelReasonClass.FINISHED, 1L)
                .containsEntry(CancelReasonClass.FAILURE, 1L);
        assertThat(end.tasksCancelled()).isEqualTo(3);
        assertThat(end.cancels().toJoin().count()).isEqualTo(4);
    }

    @BackendTest
    void cancellingTheRootIsAShutdown() throws Exception {
        AtomicReference<Run> ran = new AtomicReference<>();
        try {
            run(run -> {
                ran.set(run);
                run.scope().cancel("enough");
                return Runs.forever();
            });
        } catch (Cancelled expected) {
            assertThat(expected.reason()).isEqualTo("enough");
        }
        assertThat(ran.get().statistics().cancels().tasks())
                .containsEntry(CancelReasonClass.SHUTDOWN, 1L);
    }

    @BackendTest
    void aTaskThatADeadlineAboveItEndedCountsForTheDeadline() throws Exception {
        RunStatistics end =
                atEndOf(run ->
                        CancelScope.moveOnAfter(
                                Duration.ofHours(1),
                                scope ->
                                        TaskGroup.open(group -> {
                                            group.fork(Runs::forever);
                                            group.fork(Runs::forever);
                                            scope.deadline(Deadline.after(Duration.ZERO));
                                            return 0;
                                        })));
        assertThat(end.cancels().tasks()).containsEntry(CancelReasonClass.DEADLINE, 2L);
        assertThat(end.cancels().scopes()).containsEntry(CancelReasonClass.DEADLINE, 1L);
        assertThat(end.cancels().toJoin().count()).isEqualTo(1);
    }

    @BackendTest
    void waitsForLimitersAreTimedAlsoWhenCancelled() throws Exception {
        RunStatistics end =
                atEndOf(run -> {
                    CapacityLimiter limiter = new CapacityLimiter(1);
                    limiter.acquire();
                    return TaskGroup.open(group -> {
                        Task<Integer> waits = group.fork(() -> limiter.withToken(() -> 0));
                        Task<Integer> leaves = group.fork(() -> limiter.withToken(() -> 0));
                        TestKit.awaitAllBlocked();
                        leaves.cancel("enough");
                        TestKit.awaitWaiting(leaves);
                        Time.sleep(Duration.ofMillis(2));
                        limiter.release();
                        return waits.join();
                    });
                });
        assertThat(end.limiterWaits().count()).isEqualTo(2);
        assertThat(end.limiterWaits().maxNanos()).isGreaterThanOrEqualTo(2_000_000);
        assertThat(end.limiterWaits().sumNanos())
                .isGreaterThanOrEqualTo(end.limiterWaits().maxNanos());
    }

    @BackendTest
    void theDepthsOfOpenChannelsAreAddedUp() throws Exception {
        run(run -> {
            assertThat(run.statistics().channels()).isEqualTo(new ChannelTotals(0, 0, 0, 0));
            Channel<Integer> full = Channel.open(2);
            Channel<Integer> empty = Channel.open(0);
            TaskGroup.open(group -> {
                for (int i = 0; i < 3; i++) {
                    int item = i;
                    group.fork(() -> {
                        full.sender().send(item);
                        return 0;
                    });
                }
                group.fork(() -> empty.receiver().receive());
                TestKit.awaitAllBlocked();
                assertThat(run.statistics().channels()).isEqualTo(new ChannelTotals(2, 2, 1, 1));
                empty.sender().send(1);
                full.receiver().receive();
                return 0;
            });
            assertThat(run.statistics().channels()).isEqualTo(new ChannelTotals(2, 2, 0, 0));
            full.sender().close();
            full.receiver().close();
            empty.receiver().close();
            assertThat(run.statistics().channels()).isEqualTo(new ChannelTotals(1, 0, 0, 0));
            empty.sender().close();
            assertThat(run.statistics().channels()).isEqualTo(new ChannelTotals(0, 0, 0, 0));
            return 0;
        });
    }

    @BackendTest
    void permitsThatAreOutAreCounted() throws Exception {
        run(run -> {
            Semaphore semaphore = new Semaphore(2);
            semaphore.acquire();
            assertThat(semaphore.tryAcquire()).isTrue();
            assertThat(run.statistics().permits()).isEqualTo(2);
            semaphore.release();
            semaphore.release();
            assertThat(run.statistics().permits()).isZero();
            semaphore.release(); // one more than it began with is nobody's
            assertThat(run.statistics().permits()).isZero();
            semaphore.acquire();
            assertThat(run.statistics().permits()).isZero();
            return 0;
        });
    }

    @BackendTest(sim = false)
    void helperThreadsAreToldByKind() throws Exception {
        run(run -> {
            Compute.call(() -> 0);
            Blocking.callNative(() -> 0);
            ThreadStatistics threads = run.statistics().threads();
            if (run.backend().name().equals("tiny")) {
                assertThat(threads.total()).isZero(); // it does not tell
                return 0;
            }
            assertThat(threads.compute()).isEqualTo(1);
            assertThat(threads.foreign()).isEqualTo(1);
            assertThat(threads.file()).isZero();
            assertThat(threads.timers()).isEqualTo(1);
            int carriers =
                    switch (run.backend().engine()) {
                        case "platform/threads", "loop/scheduler" -> 1;
                        default -> 0;
                    };
            assertThat(threads.tasks()).isEqualTo(carriers);
            assertThat(run.statistics().helperThreads()).isEqualTo(2);
            return 0;
        });
    }
}
