package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

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
}
