package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class BlockingTest {
    @BackendTest(sim = false)
    void cancellationWaitsForACallThatIsWaitedFor() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        run(run ->
                TaskGroup.open(group -> {
                    CountDownLatch inCall = new CountDownLatch(1);
                    CountDownLatch release = new CountDownLatch(1);
                    Task<Integer> task =
                            group.fork(() ->
                                    Blocking.call(() -> {
                                        inCall.countDown();
                                        release.await();
                                        ended.set(true);
                                        return 0;
                                    }));
                    Runs.await(inCall);
                    task.cancel("x");
                    assertThat(task.state()).isEqualTo(TaskState.LIVE);
                    release.countDown();
                    return 0;
                }));
        assertThat(ended).isTrue();
    }

    @BackendTest(sim = false)
    void anAbandonedCallReturnsAtOnceAndKeepsItsTokenUntilItEnds() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    CapacityLimiter limiter = new CapacityLimiter(1);
                    CountDownLatch inCall = new CountDownLatch(1);
                    CountDownLatch release = new CountDownLatch(1);
                    AtomicBoolean sawCancel = new AtomicBoolean();
                    Task<Integer> task =
                            group.fork(() ->
                                    Blocking.call(
                                            () -> {
                                                inCall.countDown();
                                                release.await();
                                                try {
                                                    Blocking.checkCancelled();
                                                } catch (Cancelled cancelled) {
                                                    sawCancel.set(true);
                                                }
                                                return 0;
                                            },
                                            limiter,
                                            OnCancel.ABANDON));
                    Runs.await(inCall);
                    task.cancel("x");
                    assertThatThrownBy(task::join).isInstanceOf(TaskFailed.class);
                    assertThat(limiter.statistics().borrowed()).isEqualTo(1);
                    release.countDown();
                    limiter.withToken(() -> 0);
                    assertThat(sawCancel).isTrue();
                    return 0;
                }));
    }

    @BackendTest(sim = false)
    void anInterruptibleCallIsInterruptedAndTheFlagDoesNotLeak() throws Exception {
        run(run -> {
            AtomicBoolean interrupted = new AtomicBoolean();
            Outcome<Integer> outcome =
                    CancelScope.run(scope ->
                            TaskGroup.open(group -> {
                                CountDownLatch inCall = new CountDownLatch(1);
                                group.fork(() -> {
                                    Runs.await(inCall);
                                    scope.cancel("x");
                                    return 0;
                                });
                                return Blocking.call(
                                        () -> {
                                            inCall.countDown();
                                            try {
                                                new CountDownLatch(1).await();
                                                return 0;
                                            } catch (InterruptedException e) {
                                                interrupted.set(true);
                                                throw e;
                                            }
                                        },
                                        OnCancel.INTERRUPT);
                            }));
            assertThat(outcome.wasCaught()).isTrue();
            assertThat(interrupted).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return 0;
        });
    }

    @BackendTest(sim = false)
    void aLimiterIsHonouredAndItsTokenComesBackOnError() throws Exception {
        run(run -> {
            CapacityLimiter limiter = new CapacityLimiter(1);
            for (OnCancel onCancel : OnCancel.values()) {
                assertThatThrownBy(() ->
                                Blocking.call(
                                        () -> {
                                            assertThat(limiter.statistics().borrowed())
                                                    .isEqualTo(1);
                                            throw new IOException("foreign");
                                        },
                                        limiter,
                                        onCancel))
                        .isInstanceOf(IOException.class);
                limiter.withToken(() -> 0);
            }
            return 0;
        });
    }

    @BackendTest(sim = false)
    void taskLocalsReachForeignCalls() throws Exception {
        TaskLocal<String> local = new TaskLocal<>("trace");
        run(run ->
                local.where(
                        "abc",
                        () -> {
                            assertThat(Blocking.<String, RuntimeException>call(local::get))
                                    .isEqualTo("abc");
                            assertThat(
                                            Blocking.<String, RuntimeException>call(
                                                    local::get, OnCancel.ABANDON))
                                    .isEqualTo("abc");
                            assertThat(Blocking.<String, RuntimeException>callNative(local::get))
                                    .isEqualTo("abc");
                            assertThat(Compute.<String, RuntimeException>call(local::get))
                                    .isEqualTo("abc");
                            return 0;
                        }));
    }

    @BackendTest(sim = false)
    void computeNeverRunsMoreAtOnceThanItsParallelism() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int parallelism =
                run(run -> {
                    TaskGroup.open(group -> {
                        for (int i = 0; i < 64; i++) {
                            group.fork(() ->
                                    Compute.call(() -> {
                                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                        for (int n = 0; n < 1000; n++) {
                                            Thread.onSpinWait();
                                        }
                                        return running.decrementAndGet();
                                    }));
                        }
                        return 0;
                    });
                    return Compute.parallelism();
                });
        assertThat(most.get()).isBetween(1, parallelism);
    }

    @BackendTest(sim = false)
    void aComputationCancelledWhileQueuedNeverRuns() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        run(run ->
                TaskGroup.open(group -> {
                    CountDownLatch release = new CountDownLatch(1);
                    CountDownLatch busy = new CountDownLatch(Compute.parallelism());
                    for (int i = 0; i < Compute.parallelism(); i++) {
                        group.fork(() ->
                                Compute.call(() -> {
                                    busy.countDown();
                                    release.await();
                                    return 0;
                                }));
                    }
                    Runs.await(busy);
                    Task<Integer> queued =
                            group.fork(
                                    "queued",
                                    () ->
                                            Compute.call(() -> {
                                                ran.set(true);
                                                return 0;
                                            }));
                    Runs.awaitWaiting(queued);
                    queued.cancel("x");
                    assertThatThrownBy(queued::join).isInstanceOf(TaskFailed.class);
                    release.countDown();
                    return 0;
                }));
        assertThat(ran).isFalse();
    }

    @BackendTest(sim = false)
    void aFailingComputationThrowsItsOwnException() throws Exception {
        run(run -> {
            AtomicReference<String> thread = new AtomicReference<>();
            assertThatThrownBy(() ->
                            Compute.call(() -> {
                                thread.set(Thread.currentThread().getName());
                                throw new IOException("bad block");
                            }))
                    .isInstanceOf(IOException.class);
            assertThat(thread.get()).startsWith("anyio-compute");
            return 0;
        });
    }

    @BackendTest(sim = false)
    void aBlockingCallLearnsThatItsCallerWasCancelled() throws Exception {
        run(run ->
                CancelScope.run(scope ->
                        TaskGroup.open(group -> {
                            Event inCall = new Event();
                            group.fork(() -> {
                                inCall.await();
                                scope.cancel("x");
                                return 0;
                            });
                            assertThatThrownBy(() ->
                                            Blocking.call(() -> {
                                                inCall.set();
                                                while (true) {
                                                    Blocking.checkCancelled();
                                                    Thread.onSpinWait();
                                                }
                                            }))
                                    .isInstanceOf(Cancelled.class);
                            return 0;
                        })));
    }

    @BackendTest
    void aCallSeesACancellationThatComesWhileItRuns() throws Exception {
        run(run -> {
            Outcome<Integer> outcome =
                    CancelScope.run(scope ->
                            Blocking.call(() -> {
                                Blocking.checkCancelled();
                                scope.cancel("from inside the call");
                                Blocking.checkCancelled();
                                return 0;
                            }));
            assertThat(outcome.wasCaught()).isTrue();
            return 0;
        });
    }

    @BackendTest(sim = false)
    void anAbandonedCallLearnsThatItsCallerWasCancelled() throws Exception {
        Event learned = new Event();
        run(run -> {
            CancelScope.run(scope -> {
                Event inCall = new Event();
                return TaskGroup.open(group -> {
                    group.fork(() -> {
                        inCall.await();
                        scope.cancel("x");
                        return 0;
                    });
                    return Blocking.call(
                            () -> {
                                inCall.set();
                                try {
                                    while (true) {
                                        Blocking.checkCancelled();
                                        Thread.onSpinWait();
                                    }
                                } finally {
                                    learned.set();
                                }
                            },
                            OnCancel.ABANDON);
                });
            });
            learned.await();
            return 0;
        });
    }

    @BackendTest
    void aLimiterAroundCallsGetsItsTokenBackWhateverHappens() throws Exception {
        run(run -> {
            CapacityLimiter limiter = new CapacityLimiter(1);
            assertThat(Blocking.call(() -> limiter.statistics().borrowed(), limiter, OnCancel.WAIT))
                    .isEqualTo(1);
            assertThatThrownBy(() ->
                            Blocking.call(
                                    () -> {
                                        throw new java.io.IOException("of the call");
                                    },
                                    limiter,
                                    OnCancel.WAIT))
                    .isInstanceOf(java.io.IOException.class);
            CancelScope.run(scope -> {
                scope.cancel("before the call");
                return Blocking.call(() -> 0, limiter, OnCancel.WAIT);
            });
            assertThat(limiter.statistics()).isEqualTo(new CapacityLimiter.Statistics(1, 0, 0));
            return 0;
        });
    }

    @BackendTest
    void taskLocalsReachEveryKindOfCall() throws Exception {
        TaskLocal<String> local = new TaskLocal<>("in calls");
        run(run ->
                local.where(
                        "value",
                        () -> {
                            assertThat(Blocking.call(local::get)).isEqualTo("value");
                            assertThat(Blocking.call(local::get, OnCancel.ABANDON))
                                    .isEqualTo("value");
                            assertThat(Blocking.callNative(local::get)).isEqualTo("value");
                            assertThat(Compute.call(local::get)).isEqualTo("value");
                            return 0;
                        }));
    }

    @Test
    void jobsAbandonedInTheQueueDoNotPileUp() throws Exception {
        AnyIO.run(
                Backends.named("threads"),
                run -> {
                    WorkerPool pool =
                            new WorkerPool(
                                    "one",
                                    1,
                                    false,
                                    start -> Thread.ofPlatform().start(start),
                                    Thread::start);
                    CountDownLatch end = new CountDownLatch(1);
                    Work<Integer, InterruptedException> blocks =
                            () -> {
                                end.await();
                                return 0;
                            };
                    Handover<Integer, InterruptedException> first =
                            Handover.start(Task.current(), blocks, null, pool::submit);
                    for (int i = 0; i < 5000; i++) {
                        CancelScope.run(scope -> {
                            Handover<Integer, InterruptedException> queued =
                                    Handover.start(Task.current(), blocks, null, pool::submit);
                            scope.cancel("while queued");
                            return queued.awaitOrAbandon("queued call");
                        });
                    }
                    assertThat(pool.queued()).isLessThan(1000);
                    end.countDown();
                    first.awaitEnd("the call that held the thread");
                    pool.close();
                    return 0;
                });
    }
}
