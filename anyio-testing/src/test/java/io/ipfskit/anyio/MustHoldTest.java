package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Promises with a number in them: what cancellation costs, what it leaves usable, and when it is
/// reported that it does not get through.
class MustHoldTest {
    private static final int READERS = 1000;
    private static final int FILE_BYTES = 256 << 10;

    @BackendTest(sim = false)
    void aShieldedCleanUpOfTwoSecondsInACancelledScopeCostsNoProcessorTime() throws Exception {
        long nanos =
                run(run -> {
                    long[] cost = new long[1];
                    CancelScope.run(scope -> {
                        scope.cancel("before the clean-up");
                        return TaskGroup.open(_ -> 0);
                    });
                    CancelScope.run(scope ->
                            TaskGroup.open(group -> {
                                group.fork(() -> {
                                    try {
                                        return Runs.forever();
                                    } finally {
                                        Map<Long, Long> before = threadCpuNanos();
                                        CancelScope.shield(_ -> {
                                            Time.sleep(Duration.ofSeconds(2));
                                            return 0;
                                        });
                                        cost[0] = spentSince(before);
                                    }
                                });
                                TestKit.awaitAllBlocked();
                                scope.cancel("with a task that cleans up");
                                return 0;
                            }));
                    return cost[0];
                });
        assertThat(Duration.ofNanos(nanos)).isPositive().isLessThan(Duration.ofMillis(50));
    }

    @BackendTest(sim = false)
    void aThousandReadersOfOneFileCancelledAtRandomLeaveItsHandleUsable(@TempDir Path folder)
            throws Exception {
        byte[] content = new byte[FILE_BYTES];
        Random random = new Random(42);
        random.nextBytes(content);
        Path path = Files.write(folder.resolve("file"), content);
        AtomicInteger whole = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        run(run -> {
            try (DiskFile file = Disk.real().open(path, OpenMode.read())) {
                TaskGroup.open(group -> {
                    List<Task<Integer>> readers = new ArrayList<>();
                    for (int i = 0; i < READERS; i++) {
                        int at = random.nextInt(FILE_BYTES - 1000);
                        Duration limit = Duration.ofNanos(random.nextInt(3_000_000));
                        readers.add(
                                group.fork(() -> {
                                    Outcome<Integer> read =
                                            CancelScope.moveOnAfter(
                                                    limit, _ -> read(file, at, content));
                                    (read.wasCaught() ? cancelled : whole).incrementAndGet();
                                    return 0;
                                }));
                    }
                    for (int i = 0; i < READERS / 4; i++) {
                        readers.get(random.nextInt(READERS)).cancel("at random");
                        Checkpoint.now();
                    }
                    return 0;
                });
                for (int at = 0; at + 1000 <= FILE_BYTES; at += 1000) {
                    read(file, at, content);
                }
            }
            return 0;
        });
        assertThat(cancelled.get() + whole.get()).isBetween(1, READERS);
    }

    /// One test for all backends, which wait side by side.
    @Test
    void aTaskStuckInAForeignCallIsReportedWithItsStackAfterFiveSeconds() throws Exception {
        List<Backend> real =
                Backends.engines().stream().filter(backend -> !backend.isSimulated()).toList();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Logged logged = new Logged(StuckTasks.class)) {
            for (Backend backend : real) {
                callers.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    try {
                                        AnyIO.run(backend, run -> stick(run, backend, end));
                                    } catch (Throwable failure) {
                                        failures.add(backend + ": " + failure);
                                    }
                                }));
            }
            for (Backend backend : real) {
                while (!logged.has(
                        text ->
                                text.contains("stuck-" + backend.engine())
                                        && text.contains("waitsForTheWorld"))) {
                    Thread.onSpinWait();
                    assertThat(failures).isEmpty();
                    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                }
            }
            end.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    @BackendTest(backends = "loop")
    void aStepThatHoldsUpTheLoopIsToldWithItsStack() throws Exception {
        try (Logged logged = new Logged(LoopDriver.class)) {
            run(run -> {
                while (!logged.has(
                        text ->
                                text.contains("holds up the loop")
                                        && text.contains("MustHoldTest"))) {
                    Thread.onSpinWait();
                }
                return 0;
            });
        }
    }

    private static int stick(Run run, Backend backend, CountDownLatch end) throws Exception {
        CancelScope.run(scope ->
                TaskGroup.open(group -> {
                    group.fork(
                            "stuck-" + backend.engine(),
                            () -> Blocking.call(() -> waitsForTheWorld(end)));
                    group.fork(
                            "stuck-on-a-helper",
                            () -> Blocking.callNative(() -> waitsForTheWorld(end)));
                    TestKit.awaitAllBlocked();
                    scope.cancel("it does not listen");
                    return 0;
                }));
        assertThat(run.tasks()).allSatisfy(task -> assertThat(task.stack()).isEmpty());
        return 0;
    }

    private static int waitsForTheWorld(CountDownLatch end) throws InterruptedException {
        end.await();
        return 0;
    }

    private static int read(DiskFile file, int at, byte[] content) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        file.readFully(buffer, at);
        assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(content, at, 1000));
        return 0;
    }

    /// Time that each thread of the process spent on processors, those under virtual ones included.
    private static Map<Long, Long> threadCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> spent = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            spent.put(id, Math.max(0, threads.getThreadCpuTime(id)));
        }
        return spent;
    }

    /// What the threads that live now spent since then; an idle one that ended takes nothing back.
    private static long spentSince(Map<Long, Long> before) {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : threadCpuNanos().entrySet()) {
            sum += Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
        }
        return sum;
    }
}
