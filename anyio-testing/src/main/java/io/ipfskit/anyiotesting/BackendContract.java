package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.Semaphore;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.anyio.TaskLocal;
import io.ipfskit.anyio.TaskState;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// What every [Backend] must do for anyio to be itself on it: whoever writes one extends this class
/// and says which. It is the essence of the kernel's own suite; [KernelContract] looks at the SPI
/// below.
///
/// Every run is checked for what it left behind, threads whose names start with `anyio-` included.
public abstract class BackendContract {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final int MANY = 1_000;

    /// For test classes.
    protected BackendContract() {}

    /// Returns the backend to test; called for each run.
    protected abstract Backend backend();

    private <R extends @Nullable Object, X extends Exception> R run(Body<Run, R, X> body)
            throws X, InterruptedException {
        return TestKit.run(backend(), new RunOptions(), body);
    }

    private static int forever() throws InterruptedException {
        Time.sleepForever();
        return 0;
    }

    // ---- tasks ----

    @Test
    void aRunReturnsWhatItsBodyReturnsAndLeavesNothingLive() throws Exception {
        AtomicReference<@Nullable Run> ran = new AtomicReference<>();
        int result =
                run(run -> {
                    ran.set(run);
                    return 42;
                });
        assertEquals(42, result);
        Run run = ran.get();
        assertNotNull(run);
        assertEquals(1, run.statistics().tasksDone());
        assertEquals(0, run.statistics().tasksLive());
    }

    @Test
    void whatTheBodyThrowsComesOutAsItself() {
        IllegalStateException thrown = new IllegalStateException("on purpose");
        Exception out =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                run(_ -> {
                                    throw thrown;
                                }));
        assertEquals(thrown, out);
    }

    @Test
    void manyTasksRunAndTheirResultsAreSeenAfter() throws Exception {
        int[] results = new int[MANY];
        run(_ ->
                TaskGroup.open(group -> {
                    for (int i = 0; i < MANY; i++) {
                        int number = i;
                        group.fork(() -> {
                            Checkpoint.now();
                            results[number] = number;
                            return 0;
                        });
                    }
                    return 0;
                }));
        for (int i = 0; i < MANY; i++) {
            assertEquals(i, results[i]);
        }
    }

    @Test
    void tasksForkTasksDeepDown() throws Exception {
        int depth = run(_ -> depth(500));
        assertEquals(500, depth);
    }

    private static int depth(int left) throws InterruptedException {
        return left == 0
                ? 0
                : TaskGroup.<Integer, RuntimeException>open(
                        group -> 1 + group.fork(() -> depth(left - 1)).join());
    }

    @Test
    void aFailureEndsTheSiblingsAndComesOutOnce() throws Exception {
        run(_ -> {
            AtomicBoolean sawCancel = new AtomicBoolean();
            TaskFailed failed =
                    assertThrows(
                            TaskFailed.class,
                            () ->
                                    TaskGroup.open(group -> {
                                        group.fork(() -> {
                                            try {
                                                return forever();
                                            } catch (Cancelled cancelled) {
                                                sawCancel.set(true);
                                                throw cancelled;
                                            }
                                        });
                                        TestKit.awaitAllBlocked();
                                        group.fork(() -> {
                                            throw new IllegalStateException("on purpose");
                                        });
                                        return forever();
                                    }));
            assertInstanceOf(IllegalStateException.class, failed.getCause());
            assertTrue(sawCancel.get());
            return 0;
        });
    }

    @Test
    void tasksLetEachOtherRunAtCheckpoints() throws Exception {
        run(_ ->
                TaskGroup.open(group -> {
                    AtomicInteger turn = new AtomicInteger();
                    for (int t = 0; t < 3; t++) {
                        int mine = t;
                        group.fork(() -> {
                            for (int i = 0; i < 50; i++) {
                                while (turn.get() % 3 != mine) {
                                    Checkpoint.now();
                                }
                                turn.incrementAndGet();
                            }
                            return 0;
                        });
                    }
                    return 0;
                }));
    }

    @Test
    void theTaskTreeTellsNamesParentsAndWaits() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Task<Integer> waiting = group.fork("waiting", BackendContract::forever);
                    TestKit.awaitWaiting(waiting);
                    TaskInfo info = waiting.info();
                    assertEquals("waiting", info.name());
                    assertEquals(AnyIO.taskId(), info.parentId());
                    assertEquals(TaskState.LIVE, info.state());
                    assertNotNull(info.waitingFor());
                    assertTrue(run.dump().contains("waiting"));
                    assertEquals(2, run.tasks().size());
                    group.cancel("seen");
                    return 0;
                }));
    }

    // ---- waking ----

    @Test
    void noWakeUpIsLostBetweenManyPairs() throws Exception {
        int sum =
                run(_ ->
                        TaskGroup.open(group -> {
                            List<Task<Integer>> receivers = new ArrayList<>();
                            for (int p = 0; p < 8; p++) {
                                Channel<Integer> channel = Channel.open(0);
                                group.fork(() -> {
                                    for (int i = 0; i < 500; i++) {
                                        channel.sender().send(i);
                                    }
                                    return 0;
                                });
                                receivers.add(
                                        group.fork(() -> {
                                            int received = 0;
                                            for (int i = 0; i < 500; i++) {
                                                assertEquals(i, channel.receiver().receive());
                                                received++;
                                            }
                                            return received;
                                        }));
                            }
                            int all = 0;
                            for (Task<Integer> receiver : receivers) {
                                all += receiver.join();
                            }
                            return all;
                        }));
        assertEquals(8 * 500, sum);
    }

    @Test
    void anEventWakesEveryWaiter() throws Exception {
        run(_ ->
                TaskGroup.open(group -> {
                    Event event = new Event();
                    AtomicInteger woken = new AtomicInteger();
                    for (int i = 0; i < 100; i++) {
                        group.fork(() -> {
                            event.await();
                            return woken.incrementAndGet();
                        });
                    }
                    TestKit.awaitAllBlocked();
                    assertEquals(0, woken.get());
                    event.set();
                    return 0;
                }));
    }

    @Test
    void aLockIsHandedOverInTheOrderOfArrival() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        run(_ ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    lock.lock();
                    for (int i = 0; i < 20; i++) {
                        int number = i;
                        Task<Boolean> task =
                                group.fork(() -> lock.withLock(() -> order.add(number)));
                        TestKit.awaitWaiting(task);
                    }
                    lock.unlock();
                    return 0;
                }));
        for (int i = 0; i < 20; i++) {
            assertEquals(i, order.get(i));
        }
    }

    @Test
    void noPermitIsLostToCancellation() throws Exception {
        run(_ -> {
            Semaphore semaphore = new Semaphore(2);
            TaskGroup.open(group -> {
                for (int i = 0; i < 200; i++) {
                    Task<Integer> task =
                            group.fork(() ->
                                    semaphore.withPermit(() -> {
                                        Checkpoint.now();
                                        return 0;
                                    }));
                    if (i % 3 == 0) {
                        task.cancel("not this one");
                    }
                }
                return 0;
            });
            assertEquals(2, semaphore.available());
            return 0;
        });
    }

    // ---- cancellation and time ----

    @Test
    void cancellingWakesWhoeverWaits() throws Exception {
        run(_ -> {
            Outcome<Integer> outcome =
                    CancelScope.run(scope ->
                            TaskGroup.open(group -> {
                                for (int i = 0; i < 100; i++) {
                                    group.fork(BackendContract::forever);
                                }
                                TestKit.awaitAllBlocked();
                                scope.cancel("enough");
                                return 0;
                            }));
            assertTrue(outcome.wasCaught());
            return 0;
        });
    }

    @Test
    void aCancelledTaskIsCancelledAtEveryCheckpoint() throws Exception {
        run(_ -> {
            CancelScope.run(scope -> {
                scope.cancel("once");
                assertThrows(Cancelled.class, Checkpoint::now);
                assertThrows(Cancelled.class, () -> Time.sleep(LONG));
                assertThrows(Cancelled.class, () -> new Event().await());
                return 0;
            });
            Checkpoint.now();
            return 0;
        });
    }

    @Test
    void aShieldHidesTheOuterCancellation() throws Exception {
        run(_ -> {
            AtomicBoolean cleaned = new AtomicBoolean();
            CancelScope.run(scope -> {
                scope.cancel("enough");
                CancelScope.shield(_ -> {
                    Time.sleep(SHORT);
                    cleaned.set(true);
                    return 0;
                });
                Checkpoint.now();
                return 0;
            });
            assertTrue(cleaned.get());
            return 0;
        });
    }

    @Test
    void deadlinesEndWaits() throws Exception {
        run(_ -> {
            assertTrue(CancelScope.moveOnAfter(SHORT, _ -> forever()).wasCaught());
            assertThrows(
                    TimeoutException.class, () -> CancelScope.failAfter(SHORT, _ -> forever()));
            int result = CancelScope.failAfter(LONG, _ -> 1);
            assertEquals(1, result);
            return 0;
        });
    }

    @Test
    void sleepsEndInTheOrderOfTheirTimesAndNeverEarly() throws Exception {
        run(_ ->
                TaskGroup.open(group -> {
                    List<Task<Long>> late = new ArrayList<>();
                    for (int millis : new int[] {9, 1, 5}) {
                        late.add(
                                group.fork(() -> {
                                    long due = Time.now() + millis * 1_000_000L;
                                    Time.sleep(Duration.ofMillis(millis));
                                    return Time.now() - due;
                                }));
                    }
                    for (Task<Long> task : late) {
                        assertTrue(task.join() >= 0, "woke early");
                    }
                    return 0;
                }));
    }

    @Test
    void timersOfScopesThatWereLeftAreForgotten() throws Exception {
        run(run -> {
            int before = run.statistics().timers();
            for (int i = 0; i < 100; i++) {
                CancelScope.failAfter(LONG, _ -> 1);
            }
            assertEquals(before, run.statistics().timers());
            return 0;
        });
    }

    @Test
    void theClockOfARunNeverGoesBack() throws Exception {
        run(_ -> {
            long last = Time.now();
            assertTrue(last >= 0);
            for (int i = 0; i < MANY; i++) {
                long now = Time.now();
                assertTrue(now >= last);
                last = now;
                Checkpoint.now();
            }
            return 0;
        });
    }

    // ---- threads ----

    @Test
    void foreignCallsAndComputationsReturnTheirResults() throws Exception {
        run(_ -> {
            TaskLocal<String> local = new TaskLocal<>("local");
            return local.where(
                    "here",
                    () -> {
                        assertEquals("here", Blocking.call(local::get));
                        assertEquals("here", Blocking.call(local::get, OnCancel.ABANDON));
                        assertEquals("here", Blocking.callNative(local::get));
                        assertEquals("here", Compute.call(local::get));
                        assertThrows(
                                IllegalStateException.class,
                                () ->
                                        Compute.call(() -> {
                                            throw new IllegalStateException("on purpose");
                                        }));
                        assertTrue(Compute.parallelism() > 0);
                        return 0;
                    });
        });
    }

    @Test
    void aForeignCallThatBlocksHoldsNobodyUp() throws Exception {
        if (backend().isSimulated()) {
            return; // there a foreign call is an instant in which nobody else runs
        }
        run(_ ->
                TaskGroup.open(group -> {
                    CountDownLatch latch = new CountDownLatch(1);
                    Task<Integer> blocked =
                            group.fork(() ->
                                    Blocking.call(() -> {
                                        latch.await();
                                        return 1;
                                    }));
                    TestKit.awaitWaiting(blocked);
                    group.fork(() -> {
                        latch.countDown();
                        return 0;
                    });
                    return blocked.join();
                }));
    }

    @Test
    void theStackOfAWaitingTaskCanBeSeen() throws Exception {
        run(_ ->
                TaskGroup.open(group -> {
                    AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
                    Task<Integer> task =
                            group.fork(() -> {
                                thread.set(Thread.currentThread());
                                return forever();
                            });
                    TestKit.awaitWaiting(task);
                    assertNotNull(thread.get());
                    assertFalse(thread.get() == Thread.currentThread());
                    group.cancel("seen");
                    return 0;
                }));
    }

    @Test
    void aPortalBringsCallsOfOtherThreadsIn() throws Exception {
        if (backend().isSimulated()) {
            return; // it owns every thread
        }
        try (Portal portal = Portal.start(backend())) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                futures.add(
                        portal.fork(
                                "call",
                                () -> {
                                    Checkpoint.now();
                                    return number;
                                }));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(i, futures.get(i).get());
            }
            assertEquals(7, portal.call(() -> 7));
        }
    }

    @Test
    void randomnessComesFromTheRun() throws Exception {
        run(_ -> {
            assertFalse(Arrays.equals(Rng.bytes(32), Rng.bytes(32)));
            return 0;
        });
    }

    @Test
    void runsOfTheSameBackendDoNotTouchEachOther() throws Exception {
        for (int i = 0; i < 20; i++) {
            int number = i;
            int result = run(_ -> TaskGroup.open(g -> g.fork(() -> number).join()));
            assertEquals(number, result);
        }
    }
}
