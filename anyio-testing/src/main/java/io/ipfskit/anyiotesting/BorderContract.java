package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskLocal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/// What every backend keeps of what is not a task: foreign calls, threads and randomness.
abstract class BorderContract extends BackendRuns {
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
}
