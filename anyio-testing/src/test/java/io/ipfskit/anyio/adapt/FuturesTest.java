package io.ipfskit.anyio.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.SimulationFailed;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskState;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class FuturesTest {
    private static int forever() throws InterruptedException {
        Time.sleepForever();
        return 0;
    }

    // ---- awaiting ----

    @BackendTest(sim = false)
    void aFutureThatAForeignThreadCompletesWakesTheTask() throws Exception {
        int value =
                TestKit.run(run -> {
                    CompletableFuture<Integer> future = new CompletableFuture<>();
                    return TaskGroup.open(group -> {
                        Task<Integer> waits = group.fork(() -> Futures.await(future));
                        TestKit.awaitWaiting(waits);
                        Thread foreign = Thread.ofPlatform().start(() -> future.complete(4));
                        int got = waits.join();
                        Blocking.<Integer, InterruptedException>call(() -> {
                            foreign.join();
                            return 0;
                        });
                        return got;
                    });
                });
        assertThat(value).isEqualTo(4);
    }

    @BackendTest
    void aFutureThatAnotherTaskCompletesWakesTheTask() throws Exception {
        int value =
                TestKit.run(run -> {
                    CompletableFuture<Integer> future = new CompletableFuture<>();
                    return TaskGroup.open(group -> {
                        group.fork(() -> {
                            Time.sleep(Duration.ofMillis(1));
                            return future.complete(5);
                        });
                        return Futures.await(future.thenApply(n -> n + 1));
                    });
                });
        assertThat(value).isEqualTo(6);
    }

    @BackendTest(backends = "sim")
    void aWakeUpByAForeignThreadFailsTheSimulation() {
        assertThatThrownBy(() ->
                        TestKit.run(run -> {
                            CompletableFuture<Integer> future = new CompletableFuture<>();
                            return TaskGroup.open(group -> {
                                Task<Integer> waits = group.fork(() -> Futures.await(future));
                                TestKit.awaitWaiting(waits);
                                Thread foreign =
                                        Thread.ofPlatform().start(() -> future.complete(4));
                                Blocking.<Integer, InterruptedException>call(() -> {
                                    foreign.join();
                                    return 0;
                                });
                                return waits.join();
                            });
                        }))
                .isInstanceOf(SimulationFailed.class)
                .hasMessageContaining("non-deterministic");
    }

    @BackendTest
    void aCancelledTaskLeavesAtOnceAndLeavesTheFutureAlone() throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        boolean caught =
                TestKit.run(run ->
                        CancelScope.moveOnAfter(
                                        Duration.ofMillis(1), scope -> Futures.await(future))
                                .wasCaught());
        assertThat(caught).isTrue();
        assertThat(future.isDone()).isFalse();
    }

    @BackendTest
    void aCancelledTaskCancelsTheFutureWhenAskedTo() throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        TestKit.run(run ->
                CancelScope.moveOnAfter(
                        Duration.ofMillis(1), scope -> Futures.awaitOrCancel(future)));
        assertThat(future.isCancelled()).isTrue();
    }

    @BackendTest
    void aFailureComesAsItsCauseAndACancellationAsItself() throws Exception {
        TestKit.run(run -> {
            CompletableFuture<Integer> failed =
                    CompletableFuture.<Integer>failedFuture(new IOException("boom"))
                            .thenApply(n -> n);
            assertThatThrownBy(() -> Futures.await(failed))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            CompletableFuture<Integer> cancelled = new CompletableFuture<>();
            cancelled.cancel(false);
            assertThatThrownBy(() -> Futures.await(cancelled))
                    .isInstanceOf(CancellationException.class);
            return 0;
        });
    }

    @BackendTest(sim = false)
    void aFutureThatTellsNobodyIsAwaitedInABlockingCallThatCancellationEnds() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (ExecutorService foreign = Executors.newSingleThreadExecutor()) {
            Future<Integer> future =
                    foreign.submit(() -> {
                        open.await();
                        return 9;
                    });
            int got =
                    TestKit.run(run -> {
                        assertThat(
                                        CancelScope.moveOnAfter(
                                                        Duration.ofMillis(1),
                                                        scope -> Futures.get(future))
                                                .wasCaught())
                                .isTrue();
                        open.countDown();
                        return Futures.get(future);
                    });
            assertThat(got).isEqualTo(9);
        }
    }

    // ---- tasks as futures ----

    @BackendTest
    void theFutureOfATaskHasItsResult() throws Exception {
        List<Integer> told = new ArrayList<>();
        int got =
                TestKit.run(run ->
                        TaskGroup.open(group -> {
                            CompletableFuture<Integer> future = Futures.of(group.fork(() -> 3));
                            return future.thenApply(
                                            n -> {
                                                told.add(n);
                                                return n * 2;
                                            })
                                    .get();
                        }));
        assertThat(got).isEqualTo(6);
        assertThat(told).containsExactly(3);
    }

    @BackendTest
    void cancellingTheFutureOfATaskCancelsTheTask() throws Exception {
        TestKit.run(run ->
                TaskGroup.open(group -> {
                    Task<Integer> task = group.fork(FuturesTest::forever);
                    CompletableFuture<Integer> future = Futures.of(task);
                    assertThat(future.cancel(false)).isTrue();
                    assertThatThrownBy(task::join).isInstanceOf(TaskFailed.class);
                    assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
                    return 0;
                }));
    }

    @BackendTest
    void theFutureOfATaskThatFailedFailsAndSoDoesTheGroup() throws Exception {
        List<CompletableFuture<Integer>> kept = new ArrayList<>();
        assertThatThrownBy(() ->
                        TestKit.run(run ->
                                TaskGroup.open(group -> {
                                    kept.add(
                                            Futures.of(
                                                    group.fork(() -> {
                                                        throw new IOException("boom");
                                                    })));
                                    return 0;
                                })))
                .isInstanceOf(TaskFailed.class);
        assertThat(kept.getFirst().exceptionNow()).isInstanceOf(IOException.class);
    }

    @BackendTest
    void aForkedFutureTakesTheFailureAndLeavesTheGroupAlone() throws Exception {
        TestKit.run(run ->
                TaskGroup.open(group -> {
                    CompletableFuture<Integer> future =
                            Futures.fork(
                                    group,
                                    "bad",
                                    () -> {
                                        throw new IOException("boom");
                                    });
                    assertThatThrownBy(future::join)
                            .isInstanceOf(CompletionException.class)
                            .hasCauseInstanceOf(IOException.class);
                    assertThat(group.statistics().failed()).isZero();
                    return 0;
                }));
    }

    @BackendTest
    void aForkedFutureIsCancelledWhenItsTaskNeverRan() throws Exception {
        List<CompletableFuture<Integer>> kept = new ArrayList<>();
        AtomicInteger ran = new AtomicInteger();
        TestKit.run(run ->
                TaskGroup.open(group -> {
                    group.cancel("before it began");
                    kept.add(Futures.fork(group, "never", ran::incrementAndGet));
                    return 0;
                }));
        assertThat(kept.getFirst().isCancelled()).isTrue();
        assertThat(ran).hasValue(0);
    }

    @BackendTest(sim = false)
    void theFutureOfAPortalCallGoesBothWays() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (Portal portal = Portal.start(TestKit.backend())) {
            assertThat(Futures.fork(portal, "call", () -> 11).join()).isEqualTo(11);
            Event began = new Event();
            CompletableFuture<Integer> waits =
                    Futures.fork(
                            portal,
                            "waits",
                            () -> {
                                began.set();
                                try {
                                    return forever();
                                } finally {
                                    ended.set(true);
                                }
                            });
            portal.call(() -> {
                began.await();
                return 0;
            });
            assertThat(waits.cancel(true)).isTrue();
            assertThatThrownBy(waits::get).isInstanceOf(CancellationException.class);
        }
        assertThat(ended).isTrue();
    }

    @BackendTest
    void aCancelledJoinIsStillTheCancellationOfItsScope() throws Exception {
        boolean caught =
                TestKit.run(run ->
                        TaskGroup.open(group -> {
                            CompletableFuture<Integer> future =
                                    Futures.of(group.fork(FuturesTest::forever));
                            boolean wasCaught =
                                    CancelScope.moveOnAfter(
                                                    Duration.ofMillis(1), scope -> future.join())
                                            .wasCaught();
                            future.cancel(true);
                            return wasCaught;
                        }));
        assertThat(caught).isTrue();
    }

    // ---- work on foreign executors ----

    @BackendTest(sim = false)
    void workOnAForeignExecutorComesBackWithItsResultOrFailure() throws Exception {
        try (ExecutorService foreign = Executors.newSingleThreadExecutor()) {
            TestKit.run(run -> {
                assertThat(
                                ForeignExecutor.<Integer, RuntimeException>call(
                                        foreign, () -> 8, OnCancel.WAIT))
                        .isEqualTo(8);
                assertThatThrownBy(() ->
                                ForeignExecutor.<Integer, IOException>call(
                                        foreign,
                                        () -> {
                                            throw new IOException("there");
                                        },
                                        OnCancel.WAIT))
                        .isInstanceOf(IOException.class)
                        .hasMessage("there");
                return 0;
            });
        }
    }

    @BackendTest
    void anExecutorThatRunsOnTheCallersThreadServesEveryBackend() throws Exception {
        int got =
                TestKit.run(run ->
                        ForeignExecutor.<Integer, RuntimeException>call(
                                Runnable::run, () -> 8, OnCancel.WAIT));
        assertThat(got).isEqualTo(8);
    }

    @BackendTest(sim = false)
    void workThatIsCancelledInTheQueueNeverRuns() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        List<Runnable> queue = new ArrayList<>();
        boolean caught =
                TestKit.run(run ->
                        CancelScope.moveOnAfter(
                                        Duration.ofMillis(1),
                                        scope ->
                                                ForeignExecutor.<Integer, RuntimeException>call(
                                                        queue::add,
                                                        () -> {
                                                            ran.set(true);
                                                            return 0;
                                                        },
                                                        OnCancel.WAIT))
                                .wasCaught());
        queue.forEach(Runnable::run);
        assertThat(caught).isTrue();
        assertThat(ran).isFalse();
    }

    @BackendTest(sim = false)
    void runningWorkIsAwaitedInterruptedOrAbandoned() throws Exception {
        for (OnCancel onCancel : OnCancel.values()) {
            CountDownLatch runs = new CountDownLatch(1);
            CountDownLatch open = new CountDownLatch(1);
            AtomicBoolean interrupted = new AtomicBoolean();
            AtomicBoolean ended = new AtomicBoolean();
            try (ExecutorService foreign = Executors.newSingleThreadExecutor()) {
                boolean endedFirst =
                        TestKit.run(run ->
                                TaskGroup.open(group -> {
                                    Task<Integer> task =
                                            group.fork(() ->
                                                    ForeignExecutor
                                                            .<Integer, InterruptedException>call(
                                                                    foreign,
                                                                    () -> {
                                                                        runs.countDown();
                                                                        try {
                                                                            open.await();
                                                                        } catch (
                                                                                InterruptedException
                                                                                        told) {
                                                                            interrupted.set(true);
                                                                            throw told;
                                                                        } finally {
                                                                            ended.set(true);
                                                                        }
                                                                        return 1;
                                                                    },
                                                                    onCancel));
                                    Blocking.<Integer, InterruptedException>call(() -> {
                                        runs.await();
                                        return 0;
                                    });
                                    task.cancel("enough");
                                    if (onCancel == OnCancel.WAIT) {
                                        open.countDown();
                                        return task.join() == 1 && ended.get();
                                    }
                                    assertThatThrownBy(task::join).isInstanceOf(TaskFailed.class);
                                    boolean was = ended.get();
                                    open.countDown();
                                    return was;
                                }));
                assertThat(endedFirst).isEqualTo(onCancel != OnCancel.ABANDON);
                assertThat(interrupted.get()).isEqualTo(onCancel == OnCancel.INTERRUPT);
            }
        }
    }
}
