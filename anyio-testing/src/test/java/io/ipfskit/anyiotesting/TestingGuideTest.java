package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.Semaphore;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the snippets of `docs/testing.md` do; that they stand here is seen by `SnippetsTest`.
class TestingGuideTest {
    @TempDir Path folder;

    // ---- every backend ----

    @BackendTest
    void itemsArriveInOrder() throws Exception {
        TestKit.run(_ -> {
            Channel<Integer> channel = Channel.open(4);
            return TaskGroup.open(group -> {
                group.fork(() -> {
                    try (SendChannel<Integer> sender = channel.sender()) {
                        for (int i = 0; i < 10; i++) {
                            sender.send(i);
                        }
                    }
                    return 0;
                });
                try (ReceiveChannel<Integer> receiver = channel.receiver()) {
                    for (int i = 0; i < 10; i++) {
                        assertEquals(i, receiver.receive());
                    }
                }
                return 0;
            });
        });
    }

    @BackendTest(sim = false)
    void whatWasWrittenIsRead() throws Exception {
        Path file = folder.resolve(TestKit.backend().name());
        TestKit.run(_ -> {
            try (DiskFile open = Disk.real().open(file, OpenMode.readWrite().create())) {
                open.write(ByteBuffer.wrap(new byte[] {7}), 0);
                assertEquals(1, open.size());
            }
            return 0;
        });
    }

    // ---- seeds ----

    @BackendTest(backends = "sim", seeds = 100)
    void anHourIsOverAtOnce() throws Exception {
        TestKit.run(_ -> {
            long began = Time.now();
            Outcome<Integer> outcome =
                    CancelScope.moveOnAfter(
                            Duration.ofHours(1),
                            _ -> {
                                Time.sleepForever();
                                return 0;
                            });
            assertTrue(outcome.wasCaught());
            assertTrue(Time.now() - began >= Duration.ofHours(1).toNanos());
            return 0;
        });
    }

    // ---- order ----

    @BackendTest
    void aTaskThatWaitsIsCancelledInItsWait() throws Exception {
        TestKit.run(_ ->
                TaskGroup.open(group -> {
                    Semaphore none = new Semaphore(0);
                    Task<Integer> task = group.fork(() -> none.withPermit(() -> 1));
                    TestKit.awaitWaiting(task);
                    task.cancel("enough");
                    TestKit.awaitAllBlocked();
                    assertEquals(0, none.waiting());
                    return 0;
                }));
    }

    @BackendTest
    void stepsOfSeveralTasksAreInOneOrder() throws Exception {
        List<String> log = new ArrayList<>();
        Sequencer sequencer = new Sequencer();
        TestKit.run(_ ->
                TaskGroup.open(group -> {
                    group.fork(() -> {
                        sequencer.reach(1, () -> log.add("second"));
                        return 0;
                    });
                    group.fork(() -> {
                        sequencer.reach(0, () -> log.add("first"));
                        return 0;
                    });
                    return 0;
                }));
        assertEquals(List.of("first", "second"), log);
    }

    // ---- strict ----

    @BackendTest(sim = false)
    void theFileIsClosedAlsoWhenWritingFails() throws Exception {
        Path file = folder.resolve("strict-" + TestKit.backend().name());
        TestKit.run(_ -> {
            Disk disk = Strict.disk(Disk.real());
            assertThrows(IllegalStateException.class, () -> writeAndFail(disk, file));
            return 0;
        });
    }

    private static void writeAndFail(Disk disk, Path file) throws Exception {
        try (DiskFile open = disk.open(file, OpenMode.readWrite().create())) {
            open.write(ByteBuffer.wrap(new byte[] {1}), 0);
            throw new IllegalStateException("on purpose");
        }
    }

    // ---- contracts ----

    @Nested
    class MyBackendTest extends BackendContract {
        @Override
        protected Backend backend() {
            return Backends.named("tiny"); // in yours: new MyBackend()
        }
    }

    // ---- shared runs ----

    @SharedRun(on = @BackendTest(seeds = 2))
    static class CounterTest {
        static Channel<Integer> questions = Channel.open(0);
        static Channel<Integer> answers = Channel.open(0);

        @AroundTests
        static void withCounter(SharedTests tests) throws Exception {
            questions = Channel.open(0);
            answers = Channel.open(0);
            TaskGroup.open(group -> {
                group.forkService("counter", CounterTest::count);
                tests.run();
                return 0;
            });
        }

        static int count() throws InterruptedException {
            int sum = 0;
            while (true) {
                sum += questions.receiver().receive();
                answers.sender().send(sum);
            }
        }

        @Test
        void theCounterGrows() throws Exception {
            questions.sender().send(1);
            int before = answers.receiver().receive();
            questions.sender().send(2);
            assertEquals(before + 2, answers.receiver().receive());
        }
    }

    // ---- numbers ----

    @BackendTest
    void theRunTellsItsNumbers() throws Exception {
        TestKit.run((Run run) -> {
            TaskGroup.open(group -> group.fork(() -> 1).join());
            assertEquals(2, run.statistics().tasksSpawned());
            assertTrue(run.statistics().steps().count() >= 2);
            return 0;
        });
    }
}
