package io.ipfskit.anyio.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// How an executor of tasks ends: by its user, by a cancellation around it, by a failure.
class TaskExecutorEndTest {
    @BackendTest
    void afterShutdownJobsAreRefusedAndTheEndIsAwaited() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Event goOn = new Event();
                    Future<?> _ =
                            executor.submit(() -> {
                                goOn.await();
                                return 0;
                            });
                    executor.shutdown();
                    assertThat(executor.isShutdown()).isTrue();
                    assertThatThrownBy(() -> executor.submit(() -> 1))
                            .isInstanceOf(RejectedExecutionException.class);
                    assertThat(executor.isTerminated()).isFalse();
                    assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
                    goOn.set();
                    assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
                    assertThat(executor.isTerminated()).isTrue();
                    return 0;
                }));
    }

    @BackendTest
    void shutdownNowCancelsEveryJob() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Future<Integer> one = executor.submit(TaskExecutorTest::forever);
                    Future<Integer> two = executor.submit(TaskExecutorTest::forever);
                    TestKit.awaitAllBlocked();
                    assertThat(executor.shutdownNow()).isEmpty();
                    assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
                    assertThat(one.isCancelled()).isTrue();
                    assertThat(two.isCancelled()).isTrue();
                    return 0;
                }));
    }

    @BackendTest
    void aCancelledCloseCancelsTheJobsAndWaitsForThem() throws Exception {
        TestKit.run(run ->
                TaskExecutor.open(executor -> {
                    Future<Integer> never = executor.submit(TaskExecutorTest::forever);
                    Outcome<Integer> outcome =
                            CancelScope.moveOnAfter(
                                    Duration.ofMillis(1),
                                    scope -> {
                                        executor.close();
                                        Time.sleepForever();
                                        return 0;
                                    });
                    assertThat(outcome.wasCaught()).isTrue();
                    assertThat(executor.isTerminated()).isTrue();
                    assertThat(never.isCancelled()).isTrue();
                    return 0;
                }));
    }

    @BackendTest
    void whatCancelsTheScopeAroundCancelsTheJobs() throws Exception {
        AtomicReference<Future<Integer>> kept = new AtomicReference<>();
        TestKit.run(run ->
                CancelScope.run(scope ->
                        TaskExecutor.open(executor -> {
                            kept.set(executor.submit(TaskExecutorTest::forever));
                            scope.cancel("enough");
                            return 0;
                        })));
        assertThat(kept.get().isCancelled()).isTrue();
    }

    @BackendTest
    void theFailureOfAJobWithoutAFutureComesOutOfOpen() throws Exception {
        assertThatThrownBy(() ->
                        TestKit.run(run ->
                                TaskExecutor.<Integer, RuntimeException>open(executor -> {
                                    executor.execute(() -> {
                                        throw new IllegalStateException("nobody took me");
                                    });
                                    return TaskExecutorTest.forever();
                                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nobody took me");
    }
}
