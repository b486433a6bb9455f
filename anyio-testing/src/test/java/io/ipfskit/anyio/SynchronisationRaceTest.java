package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.util.concurrent.atomic.AtomicBoolean;

/// Grants that race with cancellations and with others who want the same.
class SynchronisationRaceTest {
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

    @BackendTest
    void aReleasedPermitBelongsToTheWaiterAndCannotBeSnatched() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Semaphore semaphore = new Semaphore(1);
                    assertThat(semaphore.tryAcquire()).isTrue();
                    Task<Integer> waits =
                            group.fork(() -> {
                                semaphore.acquire();
                                return 0;
                            });
                    Runs.awaitWaiting(waits);
                    semaphore.release();
                    assertThat(semaphore.tryAcquire()).isFalse();
                    waits.join();
                    assertThat(semaphore.available()).isZero();
                    semaphore.release();
                    return 0;
                }));
    }

    @BackendTest
    void anUnlockedLockBelongsToTheWaiterAndCannotBeSnatched() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    lock.lock();
                    Task<Integer> waits = group.fork(() -> lock.withLock(() -> 0));
                    Runs.awaitWaiting(waits);
                    lock.unlock();
                    lock.lock(); // after the waiter
                    assertThat(waits.join()).isZero();
                    lock.unlock();
                    return 0;
                }));
    }

    @BackendTest
    void aBorrowerThatWaitsTwiceGetsOneTokenAndOneError() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    CapacityLimiter limiter = new CapacityLimiter(1);
                    limiter.acquire("other");
                    Task<String> one = group.fork(() -> borrow(limiter));
                    Runs.awaitWaiting(one);
                    Task<String> two = group.fork(() -> borrow(limiter));
                    Runs.awaitWaiting(two);
                    limiter.setTotal(3);
                    assertThat(one.join()).isEqualTo("borrowed");
                    assertThat(two.join()).contains("holds a token of this limiter already");
                    assertThat(limiter.statistics())
                            .isEqualTo(new CapacityLimiter.Statistics(3, 2, 0));
                    limiter.release("twice");
                    limiter.release("other");
                    return 0;
                }));
    }

    @BackendTest
    void aConditionWhoseLockBreaksTellsItsWaiter() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    Condition condition = new Condition(lock);
                    Task<String> waits =
                            group.fork(() -> {
                                try {
                                    return lock.withLock(() -> {
                                        condition.await();
                                        return "woken";
                                    });
                                } catch (BrokenResource broken) {
                                    return "told";
                                }
                            });
                    Runs.awaitWaiting(waits);
                    group.fork(() -> {
                        lock.lock();
                        condition.signal();
                        return 0; // and ends holding it
                    });
                    assertThat(waits.join()).isEqualTo("told");
                    return 0;
                }));
    }

    private static String borrow(CapacityLimiter limiter) throws InterruptedException {
        try {
            limiter.acquire("twice");
            return "borrowed";
        } catch (IllegalStateException error) {
            return String.valueOf(error.getMessage());
        }
    }
}
