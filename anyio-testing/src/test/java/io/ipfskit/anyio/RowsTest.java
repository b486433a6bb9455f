package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.Sequencer;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Rows of the list of behaviours that need more than one primitive, or are about the kernel.
class RowsTest {
    @BackendTest
    void aTaskCancelledBeforeItRanNeverRunsItsBody() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        run(run -> {
            CancelScope.run(scope ->
                    TaskGroup.open(group -> {
                        scope.cancel("x");
                        group.fork(() -> {
                            ran.set(true);
                            return 0;
                        });
                        return 0;
                    }));
            return 0;
        });
        assertThat(ran).isFalse();
    }

    @BackendTest
    void scopesWithOneAndTheSameDeadlineEndTogetherFromTheOutermost() throws Exception {
        run(run -> {
            Deadline deadline = Deadline.after(Duration.ofMillis(1));
            List<Integer> left = new ArrayList<>();
            Outcome<Integer> outer =
                    CancelScope.moveOnAt(
                            deadline,
                            one -> {
                                CancelScope.moveOnAt(
                                        deadline,
                                        two ->
                                                CancelScope.moveOnAt(
                                                        deadline, three -> Runs.forever()));
                                left.add(2);
                                Runs.forever();
                                left.add(1);
                                return 0;
                            });
            assertThat(outer.wasCaught()).isTrue();
            assertThat(left).doesNotContain(1);
            return 0;
        });
    }

    @BackendTest
    void nestedFailAfterThrowsTheInnerTimeoutOnlyOnce() throws Exception {
        run(run -> {
            assertThatThrownBy(() ->
                            CancelScope.failAfter(
                                    Duration.ofHours(1),
                                    outer ->
                                            CancelScope.failAfter(
                                                    Duration.ofMillis(1), i -> Runs.forever())))
                    .isInstanceOf(TimeoutException.class);
            return 0;
        });
    }

    @BackendTest(backends = {"loop", "sim"})
    void onlyOneTaskRunsBetweenCheckpointsAndAnEmptyGroupIsOne() throws Exception {
        List<String> log = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    for (int t = 0; t < 2; t++) {
                        String name = "task" + t;
                        group.fork(
                                name,
                                () -> {
                                    for (int i = 0; i < 3; i++) {
                                        log.add(name);
                                        log.add(name);
                                        Checkpoint.now();
                                    }
                                    return 0;
                                });
                    }
                    return 0;
                }));
        for (int i = 0; i < log.size(); i += 2) {
            assertThat(log.get(i)).isEqualTo(log.get(i + 1));
        }
    }

    @BackendTest(backends = "loop")
    void tasksOfALoopStartAndGoOnInOrder() throws Exception {
        List<Integer> log = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    for (int t = 0; t < 4; t++) {
                        int number = t;
                        group.fork(() -> {
                            for (int i = 0; i < 3; i++) {
                                log.add(number);
                                Checkpoint.now();
                            }
                            return 0;
                        });
                    }
                    return 0;
                }));
        assertThat(log).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
    }

    @BackendTest(backends = "loop")
    void noReceiverOfALoopIsStarved() throws Exception {
        int[] served = new int[3];
        run(run ->
                Channel.<Integer, Integer, RuntimeException>produce(
                        0,
                        sender -> {
                            for (int i = 0; i < 30; i++) {
                                sender.send(i);
                            }
                        },
                        receiver ->
                                TaskGroup.open(group -> {
                                    for (int r = 0; r < 3; r++) {
                                        int number = r;
                                        group.fork(() -> {
                                            receiver.forEach(i -> served[number]++);
                                            return 0;
                                        });
                                    }
                                    return 0;
                                })));
        assertThat(served[0] + served[1] + served[2]).isEqualTo(30);
        for (int share : served) {
            assertThat(share).isGreaterThan(4);
        }
    }

    @BackendTest
    void statisticsOfAChannelMatchAfterEachOperation() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(1);
                    assertThat(channel.sender().statistics())
                            .isEqualTo(new ChannelStatistics(0, 1, 1, 1, 0, 0));
                    channel.sender().send(1);
                    assertThat(channel.sender().statistics())
                            .isEqualTo(new ChannelStatistics(1, 1, 1, 1, 0, 0));
                    Task<Integer> sender =
                            group.fork(() -> {
                                channel.sender().send(2);
                                return 0;
                            });
                    Runs.awaitWaiting(sender);
                    assertThat(channel.receiver().statistics())
                            .isEqualTo(new ChannelStatistics(1, 1, 1, 1, 1, 0));
                    ReceiveChannel<Integer> copy = channel.receiver().copy();
                    assertThat(copy.receive()).isEqualTo(1);
                    assertThat(copy.receive()).isEqualTo(2);
                    sender.join();
                    Task<Integer> receiver = group.fork(copy::receive);
                    Runs.awaitWaiting(receiver);
                    assertThat(channel.receiver().statistics())
                            .isEqualTo(new ChannelStatistics(0, 1, 1, 2, 0, 1));
                    receiver.cancel("seen");
                    assertThatThrownBy(receiver::join).isInstanceOf(TaskFailed.class);
                    copy.close();
                    channel.sender().close();
                    assertThat(channel.receiver().statistics())
                            .isEqualTo(new ChannelStatistics(0, 1, 0, 1, 0, 0));
                    return 0;
                }));
    }

    @BackendTest
    void anEventSetBeforeACancellationIsNotTakenBack() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Event event = new Event();
                    AtomicBoolean woken = new AtomicBoolean();
                    Task<Integer> task =
                            group.fork(() -> {
                                event.await();
                                woken.set(true);
                                return 0;
                            });
                    Runs.awaitWaiting(task);
                    event.set();
                    task.cancel("too late");
                    TestKit.awaitAllBlocked();
                    assertThat(woken).isTrue();
                    assertThat(event.statistics().waiting()).isZero();
                    return 0;
                }));
    }

    @BackendTest
    void aPermitGivenToAWaiterThatIsCancelledAfterwardsComesBack() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Semaphore semaphore = new Semaphore(0, 1);
                    Task<Integer> task = group.fork(() -> semaphore.withPermit(() -> 0));
                    Runs.awaitWaiting(task);
                    semaphore.release();
                    task.cancel("after the release");
                    TestKit.awaitAllBlocked();
                    assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, 0));
                    return 0;
                }));
    }

    @BackendTest
    void aCancelledWaiterOfAPromiseLeavesTheOthersWaiting() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Promise<String> promise = new Promise<>();
                    Task<String> cancelled = group.fork(promise::await);
                    Task<String> other = group.fork(promise::await);
                    Runs.awaitWaiting(cancelled);
                    Runs.awaitWaiting(other);
                    cancelled.cancel("x");
                    assertThatThrownBy(cancelled::join).isInstanceOf(TaskFailed.class);
                    assertThat(promise.statistics().waiting()).isEqualTo(1);
                    promise.complete("value");
                    assertThat(other.join()).isEqualTo("value");
                    return 0;
                }));
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

    @BackendTest(sim = false)
    void aPortalStartsATaskThatTellsWhenItIsReady() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Event end = new Event();
            Portal.StartedFuture<String, Integer> started =
                    portal.start(
                            "server",
                            status -> {
                                status.started("ready");
                                end.await();
                                return 7;
                            });
            assertThat(started.value()).isEqualTo("ready");
            end.set();
            assertThat(started.future().get()).isEqualTo(7);
            assertThatThrownBy(() -> portal.<Integer, Integer>start("mute", status -> 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("mute");
            assertThatThrownBy(() ->
                            portal.<Integer, Integer>start(
                                    "bad",
                                    status -> {
                                        throw new IOException("before");
                                    }))
                    .isInstanceOf(IOException.class);
        }
    }

    @BackendTest(sim = false)
    void aFutureCancelledAtOnceIsCancelled() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Future<Integer> future = portal.fork("waits", Runs::forever);
            assertThat(future.cancel(true)).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
    }

    @BackendTest(backends = "loop")
    void whatComesFromOutsideKeepsItsOrderAndDoesNotStarveTasks() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger turns = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try (Portal portal = Portal.start(TestKit.backend())) {
            Future<Integer> busy =
                    portal.fork(
                            "busy",
                            () -> {
                                while (!stop.get()) {
                                    turns.incrementAndGet();
                                    Checkpoint.now();
                                }
                                return 0;
                            });
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int number = i;
                futures.add(
                        portal.fork(
                                "outside",
                                () -> {
                                    order.add(number);
                                    return turns.get();
                                }));
            }
            for (Future<Integer> future : futures) {
                future.get();
            }
            int before = turns.get();
            while (turns.get() == before) {
                Thread.onSpinWait();
            }
            stop.set(true);
            busy.get();
        }
        assertThat(order).hasSize(500).isSorted();
    }

    @BackendTest
    void checkpointVariantsThrowOrDoNotAsTheirNamesSay() throws Exception {
        run(run -> {
            CancelScope.run(scope -> {
                Checkpoint.ifCancelled();
                Checkpoint.shielded();
                scope.cancel("x");
                Checkpoint.shielded();
                assertThatThrownBy(Checkpoint::ifCancelled).isInstanceOf(Cancelled.class);
                assertThatThrownBy(Checkpoint::now).isInstanceOf(Cancelled.class);
                return 0;
            });
            return 0;
        });
    }

    @BackendTest
    void aSequencerBringsTheStepsOfTasksIntoOrder() throws Exception {
        List<Integer> log = Collections.synchronizedList(new ArrayList<>());
        run(run ->
                TaskGroup.open(group -> {
                    Sequencer sequencer = new Sequencer();
                    for (int task = 2; task >= 0; task--) {
                        int first = task;
                        group.fork(() -> {
                            for (int step = first; step < 9; step += 3) {
                                int now = step;
                                sequencer.reach(step, () -> log.add(now));
                            }
                            return 0;
                        });
                    }
                    return 0;
                }));
        assertThat(log).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @BackendTest(backends = "platform")
    void forkingMoreTasksThanPlatformCarriesIsRefusedAndTheOthersGoOn() throws Exception {
        Backend few = Backends.named("platform").options(java.util.Map.of("max-tasks", "3"));
        int sum =
                AnyIO.run(
                        few,
                        run ->
                                TaskGroup.open(group -> {
                                    Event end = new Event();
                                    Task<Integer> one = group.fork(() -> waitFor(end, 1));
                                    Task<Integer> two = group.fork(() -> waitFor(end, 2));
                                    assertThatThrownBy(() -> group.fork(() -> 3))
                                            .isInstanceOf(
                                                    java.util.concurrent.RejectedExecutionException
                                                            .class)
                                            .hasMessageContaining("3 tasks");
                                    end.set();
                                    return one.join() + two.join();
                                }));
        assertThat(sum).isEqualTo(3);
    }

    private static int waitFor(Event event, int value) throws InterruptedException {
        event.await();
        return value;
    }
}
