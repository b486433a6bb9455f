package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.CapacityLimiter;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

import java.util.concurrent.atomic.AtomicInteger;

/// What goes wrong in a run that tests share is told where it belongs.
class SharedLaneTest {
    private final AtomicInteger calls = new AtomicInteger();

    private Invocation<@Nullable Void> counting() {
        return () -> {
            calls.incrementAndGet();
            Checkpoint.now();
            return null;
        };
    }

    private static Invocation<@Nullable Void> failing() {
        return () -> {
            throw new IllegalStateException("the test's own");
        };
    }

    @BackendTest(seeds = 1)
    void aTestThatFailsIsTheTestsOwnFailureAndTheNextOneRuns() throws Throwable {
        SharedLane lane = new SharedLane("lane", SharedTests::run);
        lane.open(TestKit.backend());
        assertThatThrownBy(() -> lane.call("first", failing())).hasMessage("the test's own");
        lane.call("second", counting());
        lane.close();
        assertThat(calls).hasValue(1);
    }

    @BackendTest(seeds = 1)
    void aBodyThatFailsBeforeTheTestsFailsTheClass() throws Exception {
        SharedLane lane =
                new SharedLane(
                        "lane",
                        _ -> {
                            throw new IllegalStateException("no server today");
                        });
        assertThatThrownBy(() -> lane.open(TestKit.backend()))
                .hasMessageContaining("has ended")
                .hasRootCauseMessage("no server today");
        assertThatThrownBy(lane::close).hasMessage("no server today");
    }

    @BackendTest(seeds = 1)
    void aBodyThatDoesNotRunTheTestsIsToldSo() throws Exception {
        SharedLane lane = new SharedLane("lane", _ -> {});
        assertThatThrownBy(() -> lane.open(TestKit.backend()))
                .hasMessageContaining("did not run them");
        assertThatThrownBy(lane::close).hasMessageContaining("did not run them");
    }

    @BackendTest(seeds = 1)
    void aServiceThatDiesDuringTheTestsFailsThoseThatFollow() throws Throwable {
        SharedLane lane =
                new SharedLane(
                        "lane",
                        tests ->
                                TaskGroup.open(group -> {
                                    group.forkService(
                                            "dying",
                                            () -> {
                                                Checkpoint.now();
                                                throw new IllegalStateException("died");
                                            });
                                    tests.run();
                                    return 0;
                                }));
        Throwable seen = null;
        try {
            lane.open(TestKit.backend());
        } catch (IllegalStateException endedAlready) {
            seen = endedAlready;
        }
        for (int i = 0; i < 1_000 && seen == null; i++) {
            try {
                lane.call("test", counting());
            } catch (IllegalStateException | Cancelled ended) {
                seen = ended;
            }
        }
        assertThat(seen).isNotNull();
        assertThatThrownBy(
                        () -> {
                            lane.close();
                        })
                .hasRootCauseMessage("died");
    }

    @BackendTest(seeds = 1)
    void whatTheRunLeavesBehindFailsTheClass() throws Throwable {
        SharedLane lane =
                new SharedLane(
                        "lane",
                        tests -> {
                            new CapacityLimiter(1).acquire();
                            tests.run();
                        });
        lane.open(TestKit.backend());
        lane.call("test", counting());
        assertThatThrownBy(lane::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("left something behind: 1 token(s) of limiters");
    }
}
