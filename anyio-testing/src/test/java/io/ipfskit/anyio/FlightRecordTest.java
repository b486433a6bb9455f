package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The events that anyio leaves in a flight recording.
class FlightRecordTest {
    private static final String EXIT = "io.ipfskit.anyio.TaskExit";
    private static final String CANCEL = "io.ipfskit.anyio.Cancel";
    private static final String SLOW = "io.ipfskit.anyio.SlowStep";

    @TempDir Path folder;

    /// Records one run and reads back what it left under one name.
    private List<RecordedEvent> record(String event, Body<Run, ?, ?> body) throws Exception {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(event);
            recording.start();
            run(body);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(e -> e.getEventType().getName().equals(event))
                .toList();
    }

    private static RecordedEvent only(List<RecordedEvent> events, String task) {
        List<RecordedEvent> found =
                events.stream().filter(e -> e.getString("task").equals(task)).toList();
        assertThat(found).as(task).hasSize(1);
        return found.getFirst();
    }

    @BackendTest
    void everyTaskThatEndsIsRecorded() throws Exception {
        List<RecordedEvent> events =
                record(
                        EXIT,
                        _ -> {
                            try {
                                return TaskGroup.open(group -> {
                                    group.fork("good", () -> 1).join();
                                    group.fork("waiting", Runs::forever);
                                    TestKit.awaitAllBlocked();
                                    group.fork(
                                            "bad",
                                            () -> {
                                                throw new IllegalStateException("on purpose");
                                            });
                                    return 0;
                                });
                            } catch (TaskFailed expected) {
                                return 1;
                            }
                        });
        assertThat(events).hasSize(4);
        assertThat(only(events, "good").getString("state")).isEqualTo("done");
        assertThat(only(events, "waiting").getString("state")).isEqualTo("cancelled");
        assertThat(only(events, "bad").getString("state")).isEqualTo("failed");
        RecordedEvent main = only(events, "main");
        assertThat(main.getString("backend")).isEqualTo(TestKit.backend().engine());
        assertThat(only(events, "good").getLong("parent")).isEqualTo(main.getLong("id"));
        assertThat(main.getDuration("age")).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @BackendTest
    void everyCancellationIsRecordedWithItsReason() throws Exception {
        List<RecordedEvent> events =
                record(
                        CANCEL,
                        _ -> {
                            CancelScope.moveOnAfter(Duration.ZERO, _ -> Runs.forever());
                            return TaskGroup.open(group -> {
                                Task<Integer> task = group.fork("worker", Runs::forever);
                                task.cancel("no longer wanted");
                                return 0;
                            });
                        });
        RecordedEvent deadline = only(events, "main");
        assertThat(deadline.getString("reason")).isEqualTo("deadline passed");
        assertThat(deadline.getString("reasonClass")).isEqualTo("deadline");
        RecordedEvent caller = only(events, "worker");
        assertThat(caller.getString("reason")).isEqualTo("no longer wanted");
        assertThat(caller.getString("reasonClass")).isEqualTo("caller");
        assertThat(caller.getLong("scope")).isPositive();
        assertThat(caller.getStackTrace().getFrames())
                .anyMatch(frame ->
                        frame.getMethod()
                                .getType()
                                .getName()
                                .equals(FlightRecordTest.class.getName()));
    }

    @BackendTest(sim = false)
    void aStepOverTheThresholdIsRecordedWithThePlace() throws Exception {
        List<RecordedEvent> events =
                record(
                        SLOW,
                        _ ->
                                TaskGroup.open(group -> {
                                    group.fork("heavy", FlightRecordTest::computeForLong);
                                    return 0;
                                }));
        RecordedEvent slow = only(events, "heavy");
        assertThat(slow.getDuration("stepTime")).isGreaterThan(Duration.ofMillis(50));
        if (TestKit.backend().name().equals("loop")) {
            assertThat(slow.getString("where")).contains("computeForLong");
        }
    }

    private static int computeForLong() {
        long until = Time.now() + Duration.ofMillis(150).toNanos();
        while (Time.now() < until) {
            Thread.onSpinWait();
        }
        return 0;
    }
}
