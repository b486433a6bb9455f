package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.Sequencer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Behaviours that need more than one primitive, or are about the kernel.
class RowsTest {
    @BackendTest
    void aTaskCancelledBeforeItRanNeverRunsItsBody() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        run(run -> {
            CancelScope.run(scope ->
                    TaskGroup.open(group -> {
                        scope.cancel("x");
                        group.fork(() -> {
                            ran.set(true);
                            return 0;
                        });
                        return 0;
                    }));
            return 0;
        });
        assertThat(ran).isFalse();
    }

    @BackendTest
    void scopesWithOneAndTheSameDeadlineEndTogetherFromTheOutermost() throws Exception {
        run(run -> {
            Deadline deadline = Deadline.after(Duration.ofMillis(1));
            List<Integer> left = new ArrayList<>();
            Outcome<Integer> outer =
                    CancelScope.moveOnAt(
                            deadline,
                            one -> {
                                CancelScope.moveOnAt(
                                        deadline,
                                        two ->
                                                CancelScope.moveOnAt(
                                                        deadline, three -> Runs.forever()));
                                left.add(2);
                                Runs.forever();
                                left.add(1);
                                return 0;
                            });
            assertThat(outer.wasCaught()).isTrue();
            assertThat(left).doesNotContain(1);
            return 0;
        });
    }

    @BackendTest
    void nestedFailAfterThrowsTheInnerTimeoutOnlyOnce() throws Exception {
        run(run -> {
            assertThatThrownBy(() ->
                            CancelScope.failAfter(
                                    Duration.ofHours(1),
                                    outer ->
                                            CancelScope.failAfter(
                                                    Duration.ofMillis(1), i -> Runs.forever())))
                    .isInstanceOf(TimeoutException.class);
            return 0;
        });
    }

    @BackendTest
    void checkpointVariantsThrowOrDoNotAsTheirNamesSay() throws Exception {
        run(run -> {
            CancelScope.run(scope -> {
                Checkpoint.ifCancelled();
                Checkpoint.shielded();
                scope.cancel("x");
                Checkpoint.shielded();
                assertThatThrownBy(Checkpoint::ifCancelled).isInstanceOf(Cancelled.class);
                assertThatThrownBy(Checkpoint::now).isInstanceOf(Cancelled.class);
                return 0;
            });
            return 0;
        });
    }

    @BackendTest
    void aSequencerBringsTheStepsOfTasksIntoOrder() throws Exception {
        List<Integer> log = Collections.synchronizedList(new ArrayList<>());
        run(run ->
                TaskGroup.open(group -> {
                    Sequencer sequencer = new Sequencer();
                    for (int task = 2; task >= 0; task--) {
                        int first = task;
                        group.fork(() -> {
                            for (int step = first; step < 9; step += 3) {
                                int now = step;
                                sequencer.reach(step, () -> log.add(now));
                            }
                            return 0;
                        });
                    }
                    return 0;
                }));
        assertThat(log).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @BackendTest(backends = "platform")
    void forkingMoreTasksThanPlatformCarriesIsRefusedAndTheOthersGoOn() throws Exception {
        Backend few = Backends.named("platform").options(java.util.Map.of("max-tasks", "3"));
        int sum =
                AnyIO.run(
                        few,
                        run ->
                                TaskGroup.open(group -> {
                                    Event end = new Event();
                                    Task<Integer> one = group.fork(() -> waitFor(end, 1));
                                    Task<Integer> two = group.fork(() -> waitFor(end, 2));
                                    assertThatThrownBy(() -> group.fork(() -> 3))
                                            .isInstanceOf(
                                                    java.util.concurrent.RejectedExecutionException
                                                            .class)
                                            .hasMessageContaining("3 tasks");
                                    end.set();
                                    return one.join() + two.join();
                                }));
        assertThat(sum).isEqualTo(3);
    }

    private static int waitFor(Event event, int value) throws InterruptedException {
        event.await();
        return value;
    }
}
