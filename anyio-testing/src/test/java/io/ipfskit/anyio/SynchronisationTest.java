package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

class SynchronisationTest {
    @BackendTest
    void setWakesEverybodyAndAwaitAfterItReturnsAtOnce() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Event event = new Event();
                    Task<Integer> a = group.fork(() -> awaitOf(event));
                    Task<Integer> b = group.fork(() -> awaitOf(event));
                    Runs.awaitWaiting(a);
                    Runs.awaitWaiting(b);
                    assertThat(event.waiting()).isEqualTo(2);
                    event.set();
                    event.await();
                    return a.join() + b.join();
                }));
    }

    private static int awaitOf(Event event) throws InterruptedException {
        event.await();
        return 0;
    }

    @BackendTest(sim = false)
    void anEventCanBeSetFromAForeignThread() throws Exception {
        run(run -> {
            Event event = new Event();
            Thread foreign = Thread.ofPlatform().start(event::set);
            event.await();
            Blocking.call(() -> {
                foreign.join();
                return 0;
            });
            return 0;
        });
    }

    @BackendTest
    void aLockIsHandedOverInOrderOfArrivalAndCheckedForItsOwner() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    List<Integer> order = new ArrayList<>();
                    lock.lock();
                    assertThatThrownBy(lock::lock).isInstanceOf(IllegalStateException.class);
                    for (int i = 0; i < 5; i++) {
                        int n = i;
                        Runs.awaitWaiting(
                                group.fork("locker", () -> lock.withLock(() -> order.add(n))));
                    }
                    Task<Integer> thief =
                            group.fork(
                                    "thief",
                                    () -> {
                                        assertThatThrownBy(lock::unlock)
                                                .isInstanceOf(IllegalStateException.class)
                                                .hasMessageContaining("main");
                                        assertThat(lock.tryLock()).isFalse();
                                        return 0;
                                    });
                    thief.join();
                    lock.unlock();
                    while (order.size() < 5) {
                        lock.withLock(order::size);
                    }
                    assertThat(order).containsExactly(0, 1, 2, 3, 4);
                    return 0;
                }));
    }

    @BackendTest
    void whenTheOwnerOfALockEndsItsWaitersAreToldAndNotStuck() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    Event die = new Event();
                    Task<Integer> owner =
                            group.fork(
                                    "owner",
                                    () -> {
                                        lock.lock();
                                        die.await();
                                        return 0;
                                    });
                    Runs.awaitWaiting(owner);
                    Task<String> waiter =
                            group.fork(
                                    "waiter",
                                    () -> {
                                        try {
                                            lock.lock();
                                            return "locked";
                                        } catch (BrokenResource broken) {
                                            return broken.getMessage();
                                        }
                                    });
                    Runs.awaitWaiting(waiter);
                    die.set();
                    assertThat(waiter.join()).contains("owner");
                    assertThatThrownBy(lock::lock).isInstanceOf(BrokenResource.class);
                    return 0;
                }));
    }

    @BackendTest
    void aCancelledLockWaiterLosesNoGrant() throws Exception {
        for (int round = 0; round < 200; round++) {
            run(run ->
                    TaskGroup.open(group -> {
                        Lock lock = new Lock();
                        lock.lock();
                        Task<Integer> waiter = group.fork(() -> lock.withLock(() -> 0));
                        Runs.awaitWaiting(waiter);
                        group.fork(() -> {
                            waiter.cancel("race");
                            return 0;
                        });
                        lock.unlock();
                        return lock.withLock(() -> 0);
                    }));
        }
    }

    @BackendTest
    void aSemaphoreChecksItsMaximum() throws Exception {
        assertThatThrownBy(() -> new Semaphore(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Semaphore(3, 2)).isInstanceOf(IllegalArgumentException.class);
        run(run -> {
            Semaphore semaphore = new Semaphore(1, 1);
            assertThatThrownBy(semaphore::release)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("maximum is 1");
            semaphore.acquire();
            assertThat(semaphore.tryAcquire()).isFalse();
            semaphore.release();
            assertThat(semaphore.withPermit(semaphore::available)).isZero();
            return 0;
        });
    }

    @BackendTest
    void borrowingTwiceAndReleasingWhatIsNotHeldAreErrors() throws Exception {
        assertThatThrownBy(() -> new CapacityLimiter(-1))
                .isInstanceOf(IllegalArgumentException.class);
        run(run -> {
            CapacityLimiter limiter = new CapacityLimiter(2);
            assertThatThrownBy(limiter::release).isInstanceOf(IllegalStateException.class);
            limiter.acquire();
            assertThatThrownBy(limiter::acquire).isInstanceOf(IllegalStateException.class);
            assertThat(limiter.tryAcquire("other")).isTrue();
            assertThat(limiter.tryAcquire("third")).isFalse();
            assertThat(limiter.statistics()).isEqualTo(new CapacityLimiter.Statistics(2, 2, 0));
            limiter.release();
            limiter.release("other");
            return 0;
        });
    }

    @BackendTest
    void aLimiterOfZeroLetsSomebodyThroughOnceItIsRaised() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    CapacityLimiter limiter = new CapacityLimiter(0);
                    Task<String> task = group.fork(() -> limiter.withToken(() -> "through"));
                    Runs.awaitWaiting(task);
                    limiter.setTotal(1);
                    return task.join();
                }));
    }

    @BackendTest
    void grantsNeverExceedTheTotalAndNoTokenIsLostUnderRandomCancellation() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            CapacityLimiter limiter = new CapacityLimiter(3);
            Semaphore semaphore = new Semaphore(2, 2);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            run(run ->
                    TaskGroup.open(group -> {
                        List<Task<?>> tasks = new ArrayList<>();
                        for (int t = 0; t < 16; t++) {
                            tasks.add(
                                    group.fork(() -> {
                                        for (int i = 0; i < 30; i++) {
                                            limiter.withToken(() -> {
                                                most.accumulateAndGet(
                                                        inside.incrementAndGet(), Math::max);
                                                try {
                                                    return semaphore.withPermit(() -> {
                                                        Checkpoint.now();
                                                        return 0;
                                                    });
                                                } finally {
                                                    inside.decrementAndGet();
                                                }
                                            });
                                        }
                                        return 0;
                                    }));
                        }
                        for (int i = 0; i < 12; i++) {
                            for (int y = random.nextInt(10); y > 0; y--) {
                                Checkpoint.now();
                            }
                            tasks.get(random.nextInt(tasks.size())).cancel("at random");
                        }
                        return 0;
                    }));
            assertThat(most.get()).isLessThanOrEqualTo(3);
            assertThat(limiter.statistics()).isEqualTo(new CapacityLimiter.Statistics(3, 0, 0));
            assertThat(semaphore.available()).isEqualTo(2);
        }
    }

    @BackendTest
    void aPromiseIsCompletedOnceAndAwaitedByMany() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Promise<String> promise = new Promise<>();
                    Task<String> a = group.fork(promise::await);
                    Task<String> b = group.fork(promise::await);
                    Runs.awaitWaiting(a);
                    Runs.awaitWaiting(b);
                    b.cancel("one waiter less");
                    promise.complete("value");
                    assertThat(a.join()).isEqualTo("value");
                    assertThat(promise.await()).isEqualTo("value");
                    assertThatThrownBy(() -> promise.complete("again"))
                            .isInstanceOf(IllegalStateException.class);
                    assertThat(promise.tryFail(new IOException())).isFalse();
                    return 0;
                }));
    }

    @BackendTest
    void aFailedOrCancelledPromiseTellsWhy() throws Exception {
        run(run -> {
            Promise<String> failed = new Promise<>();
            failed.fail(new IOException("disk"));
            assertThatThrownBy(failed::await)
                    .isInstanceOf(TaskFailed.class)
                    .hasCauseInstanceOf(IOException.class);
            Promise<String> cancelled = new Promise<>();
            cancelled.cancel("no more");
            assertThatThrownBy(cancelled::await).hasCauseInstanceOf(CancellationException.class);
            return 0;
        });
    }
}
