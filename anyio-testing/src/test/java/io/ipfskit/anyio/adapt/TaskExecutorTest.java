package io.ipfskit.anyio.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Promise;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class TaskExecutorTest {
    static int forever() throws InterruptedException {
        Time.sleepForever();
        return 0;
    }

    @BackendTest
    void jobsAreTasksOfTheRunAndTheirFuturesAreAwaitedByTasks() throws Exception {
        List<Integer> results =
                TestKit.run(run ->
                        TaskExecutor.open(executor -> {
                            List<Future<Integer>> futures = new ArrayList<>();
                            for (int i = 0; i < 10; i++) {
                                int number = i;
                                futures.add(
                                        executor.submit(() -> {
                                            assertThat(AnyIO.isInside()).isTrue();
                                            Time.sleep(Duration.ofMillis(1));
                                            return number;
                                        }));
                            }
                            List<Integer> got = new ArrayList<>();
                            for (Future<Integer> future : futures) {
                                got.add(future.get());
                            }
                            return got;
                        }));
        assertThat(results).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @BackendTest
    void leavingWaitsForEveryJob() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Future<?> _ =
                            executor.submit(() -> {
                                Time.sleep(Duration.ofMillis(2));
                                ended.set(true);
                                return 0;
                            });
                    return 0;
                }));
        assertThat(ended).isTrue();
    }

    @BackendTest
    void aFailureGoesToItsFutureAndLeavesTheOthersAlone() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Future<Integer> bad =
                            executor.submit(() -> {
                                throw new IOException("boom");
                            });
                    Future<Integer> good = executor.submit(() -> 1);
                    assertThatThrownBy(bad::get)
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(IOException.class);
                    assertThat(good.get()).isEqualTo(1);
                    assertThat(bad.state()).isEqualTo(Future.State.FAILED);
                    return 0;
                }));
    }

    @BackendTest
    void cancellingAFutureCancelsTheScopeOfItsTask() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Event began = new Event();
                    Promise<String> reason = new Promise<>();
                    Future<Integer> future =
                            executor.submit(() -> {
                                began.set();
                                try {
                                    return forever();
                                } catch (Cancelled cancelled) {
                                    reason.complete(cancelled.reason());
                                    throw cancelled;
                                }
                            });
                    began.await();
                    assertThat(future.cancel(true)).isTrue();
                    assertThat(future.cancel(true)).isFalse();
                    assertThat(future.isCancelled()).isTrue();
                    assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
                    assertThat(reason.await()).isEqualTo("the future was cancelled");
                    return 0;
                }));
    }

    @BackendTest
    void cancellingWithoutInterruptLetsARunningJobRunOn() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Event began = new Event();
                    Event goOn = new Event();
                    Promise<Integer> reached = new Promise<>();
                    Future<Integer> future =
                            executor.submit(() -> {
                                began.set();
                                goOn.await();
                                reached.complete(7);
                                return 7;
                            });
                    began.await();
                    assertThat(future.cancel(false)).isTrue();
                    goOn.set();
                    assertThat(reached.await()).isEqualTo(7);
                    assertThat(future.isCancelled()).isTrue();
                    return 0;
                }));
    }

    @BackendTest(backends = {"loop", "sim"})
    void aJobCancelledBeforeItBeganNeverRuns() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Future<?> future = executor.submit(() -> ran.set(true));
                    assertThat(future.cancel(false)).isTrue();
                    return 0;
                }));
        assertThat(ran).isFalse();
    }

    @BackendTest(sim = false)
    void aForeignCallSubmitsAndBlocksAsTheJdkDoes() throws Exception {
        int sum =
                TestKit.run(run ->
                        TaskExecutor.open(executor ->
                                Blocking.<Integer, Exception>call(() -> {
                                    Future<Integer> left = executor.submit(() -> 40);
                                    Future<Integer> right =
                                            executor.submit(() -> {
                                                Time.sleep(Duration.ofMillis(2));
                                                return 2;
                                            });
                                    return left.get() + right.get(1, TimeUnit.HOURS);
                                })));
        assertThat(sum).isEqualTo(42);
    }

    @BackendTest(sim = false)
    void aForeignThreadSubmitsAndCancels() throws Exception {
        AtomicReference<Future<Integer>> kept = new AtomicReference<>();
        TestKit.run(run ->
                TaskExecutor.open(executor ->
                        Blocking.<Integer, InterruptedException>call(() -> {
                            Thread foreign =
                                    Thread.ofPlatform()
                                            .start(() -> {
                                                Future<Integer> future =
                                                        executor.submit(TaskExecutorTest::forever);
                                                future.cancel(true);
                                                kept.set(future);
                                            });
                            foreign.join();
                            return 0;
                        })));
        assertThat(kept.get().isCancelled()).isTrue();
    }

    @BackendTest(backends = "sim")
    void insideABlockingCallOfASimulationNothingMayBeWaitedFor() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Future<Integer> future = executor.submit(() -> 1);
                    assertThatThrownBy(() -> Blocking.<Integer, Exception>call(future::get))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("simulation");
                    return future.get();
                }));
    }

    @BackendTest
    void aTimedGetWaitsOnTheClockOfTheRun() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Future<Integer> never = executor.submit(TaskExecutorTest::forever);
                    assertThatThrownBy(() -> never.get(1, TimeUnit.MILLISECONDS))
                            .isInstanceOf(TimeoutException.class);
                    return never.cancel(true);
                }));
    }

    @BackendTest
    void invokeAllReturnsWhenAllAreSettled() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    List<Callable<Integer>> jobs =
                            List.of(
                                    () -> 1,
                                    () -> {
                                        throw new IOException("two");
                                    },
                                    () -> 3);
                    List<Future<Integer>> futures = executor.invokeAll(jobs);
                    assertThat(futures).allMatch(Future::isDone);
                    assertThat(futures.get(0).get()).isEqualTo(1);
                    assertThat(futures.get(1).exceptionNow()).hasMessage("two");
                    assertThat(futures.get(2).get()).isEqualTo(3);
                    return 0;
                }));
    }

    @BackendTest
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    List<Callable<Integer>> jobs =
                            List.of(TaskExecutorTest::forever, TaskExecutorTest::forever);
                    assertThat(executor.invokeAll(jobs, 1, TimeUnit.MILLISECONDS))
                            .allMatch(Future::isCancelled);
                    return 0;
                }));
    }

    @BackendTest
    void invokeAnyReturnsTheFirstResultAndCancelsTheRest() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    List<Callable<Integer>> jobs =
                            List.of(
                                    TaskExecutorTest::forever,
                                    () -> {
                                        throw new IOException("no");
                                    },
                                    () -> 5);
                    assertThat(executor.invokeAny(jobs)).isEqualTo(5);
                    List<Callable<Integer>> bad =
                            List.of(() -> {
                                throw new IOException("all");
                            });
                    assertThatThrownBy(() -> executor.invokeAny(bad))
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(IOException.class);
                    assertThatThrownBy(() ->
                                    executor.invokeAny(
                                            List.of(TaskExecutorTest::forever),
                                            1,
                                            TimeUnit.MILLISECONDS))
                            .isInstanceOf(TimeoutException.class);
                    return 0;
                }));
    }

    @BackendTest(sim = false)
    void aJobThatBlocksAsTheJdkDoesIsInterrupted() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        TestKit.run(run ->
                TaskExecutor.openBlocking(
                        OnCancel.INTERRUPT,
                        executor -> {
                            Event began = new Event();
                            Future<Integer> future =
                                    executor.submit(() -> {
                                        began.set();
                                        try {
                                            new CountDownLatch(1).await();
                                        } catch (InterruptedException told) {
                                            interrupted.set(true);
                                            throw told;
                                        }
                                        return 0;
                                    });
                            began.await();
                            future.cancel(true);
                            return 0;
                        }));
        assertThat(interrupted).isTrue();
    }

    @BackendTest(sim = false)
    void aJobWaitsForAnotherInsideItsBlockingCall() throws Exception {
        int got =
                TestKit.run(run ->
                        TaskExecutor.openBlocking(
                                OnCancel.INTERRUPT, TaskExecutorTest::outerWaitsForInner));
        assertThat(got).isEqualTo(2);
    }

    private static int outerWaitsForInner(ExecutorService executor) throws Exception {
        Future<Integer> outer = executor.submit(() -> executor.submit(() -> 1).get() + 1);
        return outer.get();
    }

    @BackendTest(sim = false)
    void jobsThatNeverBeganReleaseWhoeverWaitsForThem() throws Exception {
        TestKit.run(run ->
                CancelScope.run(scope ->
                        TaskExecutor.open(executor -> {
                            TaskGroup.open(group -> {
                                Event waits = new Event();
                                group.fork(() ->
                                        Blocking.<Integer, Exception>call(() -> {
                                            Future<Integer> never =
                                                    executor.submit(TaskExecutorTest::forever);
                                            waits.set();
                                            assertThatThrownBy(never::get)
                                                    .isInstanceOf(CancellationException.class);
                                            return 0;
                                        }));
                                waits.await();
                                scope.cancel("enough");
                                return 0;
                            });
                            return 0;
                        })));
    }
}
