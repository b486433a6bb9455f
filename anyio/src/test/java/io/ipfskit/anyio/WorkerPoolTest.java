package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Helper threads on a machine that starts none.
class WorkerPoolTest {
    private final AtomicBoolean isShort = new AtomicBoolean(true);

    private WorkerPool pool(boolean isLongTaking) {
        return new WorkerPool(
                "test-pool",
                4,
                isLongTaking,
                Runnable::run,
                thread -> {
                    if (isShort.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    thread.start();
                });
    }

    private static int call(WorkerPool pool, Work<Integer, RuntimeException> work) {
        return Handover.start(Task.current(), work, null, pool::submit).awaitEnd("test");
    }

    @Test
    void workThatFindsNoThreadFailsAndTheNextOneIsTriedAgain() throws Exception {
        WorkerPool pool = pool(false);
        int result =
                AnyIO.run(
                        Backends.named("threads"),
                        _ -> {
                            assertThatThrownBy(() -> call(pool, () -> 1))
                                    .isInstanceOf(RejectedExecutionException.class)
                                    .hasMessage(
                                            "the system starts no thread for test-pool; raise its"
                                                    + " limit of threads")
                                    .hasCauseInstanceOf(OutOfMemoryError.class);
                            assertThat(pool.threads()).isZero();
                            assertThat(pool.queued()).isZero();
                            isShort.set(false);
                            return call(pool, () -> 2);
                        });
        assertThat(result).isEqualTo(2);
        pool.close();
    }

    @Test
    void aTokenThatWorkHoldsComesBackWhenItFindsNoThread() throws Exception {
        WorkerPool pool = pool(true);
        AtomicInteger released = new AtomicInteger();
        AnyIO.run(
                Backends.named("threads"),
                _ -> {
                    Handover<Integer, RuntimeException> handover =
                            Handover.start(
                                    Task.current(),
                                    () -> 1,
                                    released::incrementAndGet,
                                    pool::submit);
                    assertThatThrownBy(() -> handover.awaitOrAbandon("test"))
                            .isInstanceOf(RejectedExecutionException.class);
                    return 0;
                });
        assertThat(released).hasValue(1);
        pool.close();
    }

    @Test
    void workForSharedThreadsWaitsForOneThatIsThere() throws Exception {
        WorkerPool pool = pool(false);
        isShort.set(false);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        pool.submit(() -> {
            busy.countDown();
            await(release);
        });
        await(busy);
        isShort.set(true);
        AnyIO.run(
                Backends.named("threads"),
                _ -> {
                    Handover<Integer, RuntimeException> second =
                            Handover.start(Task.current(), () -> 2, null, pool::submit);
                    assertThat(pool.queued()).isEqualTo(1);
                    release.countDown();
                    assertThat(second.awaitEnd("test")).isEqualTo(2);
                    return 0;
                });
        pool.close();
    }

    @Test
    void workThatMayTakeLongDoesNotWaitForAnothersEnd() throws Exception {
        WorkerPool pool = pool(true);
        isShort.set(false);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        pool.submit(() -> {
            busy.countDown();
            await(release);
        });
        await(busy);
        isShort.set(true);
        AnyIO.run(
                Backends.named("threads"),
                _ -> {
                    assertThatThrownBy(() -> call(pool, () -> 2))
                            .isInstanceOf(RejectedExecutionException.class);
                    release.countDown();
                    return 0;
                });
        pool.close();
    }

    @Test
    void aJobThatCannotFailIsTriedAgain() {
        WorkerPool pool = pool(true);
        CountDownLatch ran = new CountDownLatch(1);
        pool.submit(ran::countDown);
        pool.startMissing();
        assertThat(pool.queued()).isEqualTo(1);
        assertThat(pool.threads()).isZero();
        isShort.set(false);
        pool.startMissing();
        await(ran);
        pool.startMissing();
        pool.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
