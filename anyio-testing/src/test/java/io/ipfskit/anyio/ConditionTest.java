package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Conditions, guards and producers.
class ConditionTest {
    private static Task<Integer> waiter(
            TaskGroup group, Lock lock, Condition condition, List<Integer> order, int number) {
        return group.fork(
                "waiter-" + number,
                () ->
                        lock.withLock(() -> {
                            condition.await();
                            order.add(number);
                            return number;
                        }));
    }

    @BackendTest
    void signalsWakeWaitersInOrderOfArrivalAndSignalAllTheRest() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        run(run ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    Condition condition = new Condition(lock);
                    for (int i = 0; i < 4; i++) {
                        waiter(group, lock, condition, order, i);
                        while (condition.statistics().waiting() <= i) {
                            Checkpoint.now();
                        }
                    }
                    lock.withLock(() -> {
                        condition.signal();
                        return 0;
                    });
                    while (order.isEmpty() || lock.isLocked()) {
                        Checkpoint.now();
                    }
                    return lock.withLock(() -> {
                        condition.signalAll();
                        return 0;
                    });
                }));
        assertThat(order).hasSize(4).startsWith(0).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @BackendTest
    void aSignalIsNotLostOnACancelledWaiter() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        run(run ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    Condition condition = new Condition(lock);
                    Task<Integer> first = waiter(group, lock, condition, order, 0);
                    TestKit.awaitAllBlocked();
                    Task<Integer> second = waiter(group, lock, condition, order, 1);
                    TestKit.awaitAllBlocked();
                    first.cancel("not this one");
                    assertThatThrownBy(first::join).isInstanceOf(TaskFailed.class);
                    lock.withLock(() -> {
                        condition.signal();
                        return 0;
                    });
                    return second.join();
                }));
        assertThat(order).containsExactly(1);
    }

    @BackendTest
    void aCancelledWaiterHasTheLockAgainWhileItCleansUp() throws Exception {
        run(run -> {
            Lock lock = new Lock();
            Condition condition = new Condition(lock);
            CancelScope.run(scope ->
                    lock.withLock(() -> {
                        scope.cancel("x");
                        assertThatThrownBy(condition::await).isInstanceOf(Cancelled.class);
                        assertThat(lock.statistics().owner()).isEqualTo("main");
                        return 0;
                    }));
            assertThat(lock.isLocked()).isFalse();
            return 0;
        });
    }

    @BackendTest
    void awaitUntilAsksAgainAfterEachSignal() throws Exception {
        AtomicInteger count = new AtomicInteger();
        run(run ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    Condition condition = new Condition(lock);
                    group.fork(() -> {
                        for (int i = 0; i < 3; i++) {
                            lock.withLock(() -> {
                                count.incrementAndGet();
                                condition.signalAll();
                                return 0;
                            });
                            Checkpoint.now();
                        }
                        return 0;
                    });
                    return lock.withLock(() -> {
                        condition.awaitUntil(() -> count.get() == 3);
                        return 0;
                    });
                }));
        assertThat(count).hasValue(3);
    }

    @BackendTest
    void aConditionIsUsedOnlyByWhoHoldsTheLock() throws Exception {
        run(run -> {
            Condition condition = new Condition(new Lock());
            assertThatThrownBy(condition::await).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(condition::signal).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(condition::signalAll).isInstanceOf(IllegalStateException.class);
            return 0;
        });
    }

    @BackendTest
    void aGuardRefusesTheSecondUserAndIsFreeAgainAfterTheFirst() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    ResourceGuard guard = new ResourceGuard("reading from");
                    Event leave = new Event();
                    Task<Integer> first =
                            group.fork(
                                    "first",
                                    () ->
                                            guard.enter(() -> {
                                                leave.await();
                                                return 1;
                                            }));
                    Runs.awaitWaiting(first);
                    assertThat(guard.isEntered()).isTrue();
                    assertThatThrownBy(() -> guard.enter(() -> 2))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("task 'first' is already reading from this resource");
                    leave.set();
                    first.join();
                    return guard.enter(() -> 3);
                }));
    }

    @BackendTest
    void aProducersItemsArriveInOrderAndThenEnd() throws Exception {
        List<Integer> items = new ArrayList<>();
        run(run ->
                Channel.<Integer, Integer, RuntimeException>produce(
                        1,
                        sender -> {
                            for (int i = 0; i < 5; i++) {
                                sender.send(i);
                            }
                        },
                        receiver -> {
                            receiver.forEach(items::add);
                            return 0;
                        }));
        assertThat(items).containsExactly(0, 1, 2, 3, 4);
    }

    @BackendTest
    void aProducerEndsWithItsConsumerAndItsFailureComesOut() throws Exception {
        int first =
                run(run ->
                        Channel.<Integer, Integer, RuntimeException>produce(
                                0,
                                sender -> {
                                    for (int i = 0; ; i++) {
                                        sender.send(i);
                                    }
                                },
                                ReceiveChannel::receive));
        assertThat(first).isZero();
        assertThatThrownBy(() ->
                        run(run ->
                                Channel.<Integer, Integer, RuntimeException>produce(
                                        0,
                                        sender -> {
                                            throw new java.io.IOException("dry");
                                        },
                                        receiver -> {
                                            Time.sleepForever();
                                            return 0;
                                        })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(java.io.IOException.class);
    }
}
