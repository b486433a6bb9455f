package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// What every backend keeps of scopes, deadlines and timers.
abstract class CancellationContract extends BackendRuns {
    @Test
    void cancellingWakesWhoeverWaits() throws Exception {
        run(_ -> {
            Outcome<Integer> outcome =
                    CancelScope.run(scope ->
                            TaskGroup.open(group -> {
                                for (int i = 0; i < 100; i++) {
                                    group.fork(BackendRuns::forever);
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
}
