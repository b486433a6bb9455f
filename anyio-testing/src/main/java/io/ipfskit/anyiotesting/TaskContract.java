package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.anyio.TaskState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// What every backend keeps of runs, tasks and groups.
abstract class TaskContract extends BackendRuns {
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
                    Task<Integer> waiting = group.fork("waiting", BackendRuns::forever);
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

    @Test
    void runsOfTheSameBackendDoNotTouchEachOther() throws Exception {
        for (int i = 0; i < 20; i++) {
            int number = i;
            int result = run(_ -> TaskGroup.open(g -> g.fork(() -> number).join()));
            assertEquals(number, result);
        }
    }
}
