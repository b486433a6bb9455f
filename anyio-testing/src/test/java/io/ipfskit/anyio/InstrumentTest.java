package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What instruments see of a run.
class InstrumentTest {
    private static final class Recorder implements Instrument {
        private final List<String> log = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void beforeRun(Run run) {
            log.add("before run");
        }

        @Override
        public void afterRun(Run run) {
            log.add("after run");
        }

        @Override
        public void spawned(Task<?> task) {
            log.add(task.name() + " spawned");
        }

        @Override
        public void scheduled(Task<?> task) {
            log.add(task.name() + " scheduled");
        }

        @Override
        public void beforeStep(Task<?> task) {
            log.add(task.name() + " before step");
        }

        @Override
        public void afterStep(Task<?> task) {
            log.add(task.name() + " after step");
        }

        @Override
        public void exited(Task<?> task) {
            log.add(task.name() + " exited");
        }

        @Override
        public void beforeWait(Task<?> task, String what) {
            log.add(task.name() + " waits for " + what);
        }

        @Override
        public void afterWait(Task<?> task) {
            log.add(task.name() + " waited");
        }

        List<String> of(String task) {
            return log.stream()
                    .filter(line -> line.startsWith(task + " ") && !line.endsWith("scheduled"))
                    .toList();
        }
    }

    private static int waitForEvent(Run run) throws InterruptedException {
        return TaskGroup.open(group -> {
            Event event = new Event();
            Task<Integer> child =
                    group.fork(
                            "child",
                            () -> {
                                event.await();
                                return 0;
                            });
            TestKit.awaitWaiting(child);
            event.set();
            return 0;
        });
    }

    @BackendTest
    void everyStepIsSeenInOrder() throws Exception {
        Recorder recorder = new Recorder();
        TestKit.run(new RunOptions().watchedBy(recorder), InstrumentTest::waitForEvent);
        assertThat(recorder.log).startsWith("before run", "main spawned", "main scheduled");
        assertThat(recorder.log).endsWith("after run");
        List<String> child = recorder.of("child");
        assertThat(child)
                .startsWith("child spawned", "child before step", "child waits for event")
                .contains("child waited")
                .endsWith("child after step", "child exited");
        // Steps do not overlap; a spurious wake-up may add an empty one.
        List<String> steps = child.stream().filter(line -> line.endsWith("step")).toList();
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i))
                    .isEqualTo(i % 2 == 0 ? "child before step" : "child after step");
        }
        assertThat(recorder.log).contains("child scheduled");
    }

    @BackendTest
    void aCrashingInstrumentIsRemovedAndTheRunGoesOn() throws Exception {
        AtomicInteger crashes = new AtomicInteger();
        Recorder other = new Recorder();
        Instrument crashing =
                new Instrument() {
                    @Override
                    public void beforeStep(Task<?> task) {
                        if (crashes.getAndIncrement() == 0) {
                            throw new IllegalStateException("crash of an instrument, on purpose");
                        }
                    }
                };
        TestKit.run(
                new RunOptions().watchedBy(crashing).watchedBy(other),
                InstrumentTest::waitForEvent);
        assertThat(crashes.get()).isEqualTo(1);
        assertThat(other.of("child")).endsWith("child after step", "child exited");
    }

    /// A program with every kind of wait and of end.
    private static int everything(Run run) throws InterruptedException {
        Semaphore semaphore = new Semaphore(1);
        Channel<Integer> channel = Channel.open(0);
        try {
            TaskGroup.open(group -> {
                group.forkService("service", Runs::forever);
                group.fork(
                        "sender",
                        () -> {
                            channel.sender().send(1);
                            return 0;
                        });
                group.fork("receiver", () -> channel.receiver().receive());
                group.fork(
                        "permit",
                        () ->
                                semaphore.withPermit(() -> {
                                    Checkpoint.now();
                                    return 0;
                                }));
                group.fork("foreign", () -> Blocking.call(() -> 1));
                group.fork("computing", () -> Compute.call(() -> 1));
                group.fork(
                        "late",
                        () -> CancelScope.moveOnAfter(Duration.ofMillis(1), _ -> Runs.forever()));
                group.fork("unwanted", Runs::forever).cancel("unwanted");
                group.fork(
                        "failing",
                        () -> {
                            Checkpoint.now();
                            throw new IllegalStateException("on purpose");
                        });
                return Runs.forever();
            });
        } catch (TaskFailed expected) {
            assertThat(expected).hasMessageContaining("failing");
        }
        return 0;
    }

    @BackendTest(seeds = 20)
    void everyTaskIsToldWholeAndInOrder() throws Exception {
        Recorder recorder = new Recorder();
        TestKit.run(new RunOptions().watchedBy(recorder), InstrumentTest::everything);
        for (String task :
                List.of(
                        "main",
                        "service",
                        "sender",
                        "receiver",
                        "permit",
                        "foreign",
                        "computing",
                        "late",
                        "unwanted",
                        "failing")) {
            List<String> told =
                    recorder.log.stream()
                            .filter(line -> line.startsWith(task + " "))
                            .map(line -> line.substring(task.length() + 1))
                            .filter(line -> !line.equals("scheduled"))
                            .map(line -> line.startsWith("waits") ? "waits" : line)
                            .toList();
            // spawned (before step (waits)? after step)... with the wait around the pause, exited
            assertThat(String.join(", ", told))
                    .as(task)
                    .matches(
                            "spawned, before step(, (waits, after step, before step(, after step,"
                                + " before step)*, waited|after step, before step|waits, waited))*,"
                                + " after step, exited");
            assertThat(recorder.log).contains(task + " scheduled");
        }
    }

    @BackendTest(sim = false)
    void aForeignCallIsNoPartOfAStep() throws Exception {
        Recorder recorder = new Recorder();
        TestKit.run(
                new RunOptions().watchedBy(recorder),
                run -> Blocking.call(() -> recorder.log.add("foreign")));
        assertThat(recorder.log)
                .containsSubsequence(
                        "main before step",
                        "main waits for blocking call",
                        "main after step",
                        "foreign",
                        "main scheduled",
                        "main before step",
                        "main waited",
                        "main after step",
                        "main exited");
    }

    @BackendTest
    void whateverHookAnInstrumentCrashesInItIsRemovedAndReportedOnce() throws Exception {
        for (String hook :
                List.of(
                        "beforeRun",
                        "afterRun",
                        "spawned",
                        "scheduled",
                        "beforeStep",
                        "afterStep",
                        "exited",
                        "beforeWait",
                        "afterWait")) {
            AtomicInteger calls = new AtomicInteger();
            Instrument crashing =
                    (Instrument)
                            Proxy.newProxyInstance(
                                    Instrument.class.getClassLoader(),
                                    new Class<?>[] {Instrument.class},
                                    (_, method, _) ->
                                            switch (method.getName()) {
                                                case "toString" -> "crasher";
                                                case "hashCode" -> 1;
                                                case "equals" -> false;
                                                default -> {
                                                    if (method.getName().equals(hook)) {
                                                        calls.incrementAndGet();
                                                        throw new StackOverflowError("on purpose");
                                                    }
                                                    yield null;
                                                }
                                            });
            Recorder other = new Recorder();
            try (Logged logged = new Logged(Instruments.class)) {
                TestKit.run(
                        new RunOptions().watchedBy(crashing).watchedBy(other),
                        InstrumentTest::waitForEvent);
                assertThat(
                                logged.count(message ->
                                        message.equals(
                                                "instrument crasher crashed and is removed; the run"
                                                        + " goes on")))
                        .as(hook)
                        .isEqualTo(1);
            }
            // two threads that told it at the same moment may both see it crash
            assertThat(calls.get()).as(hook).isBetween(1, 2);
            assertThat(other.of("child")).endsWith("child after step", "child exited");
            assertThat(other.log).endsWith("after run");
        }
    }
}
