package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The ways to wait for something that may come from either side of the border.
final class Waits {
    private Waits() {}

    /// Whether the caller is a task that has to wait as tasks do.
    static boolean isTask() {
        return AnyIO.isInside() && !Blocking.isInside();
    }

    /// Waits in a task until the stage is settled, in whatever way.
    static void inTask(CompletionStage<?> stage) throws InterruptedException {
        Checkpoint.ifCancelled();
        Event settled = new Event();
        CompletionStage<?> told =
                stage.handle((_, _) -> {
                    settled.set();
                    return 0;
                });
        try {
            settled.await();
        } catch (InterruptedException cancelled) {
            told.toCompletableFuture().cancel(false); // lets the stage forget this waiter
            throw cancelled;
        }
    }

    /// Waits until the future is settled, in whatever way: as a task, or as the JDK does.
    static void untilSettled(TaskFuture<?> future) throws InterruptedException {
        if (isTask()) {
            inTask(future);
            return;
        }
        requireThreadToBlock(future);
        try {
            future.blockingGet();
        } catch (ExecutionException | java.util.concurrent.CancellationException _) {
            // settled
        }
    }

    /// As above, for at most `timeout`; a task's time is that of its backend.
    static void untilSettled(TaskFuture<?> future, long timeout, TimeUnit unit)
            throws InterruptedException, TimeoutException {
        if (isTask()) {
            Duration most = Duration.ofNanos(Math.max(0, unit.toNanos(timeout)));
            boolean late =
                    CancelScope.moveOnAfter(
                                    most,
                                    scope -> {
                                        inTask(future);
                                        return 0;
                                    })
                            .wasCaught();
            if (late && !future.isDone()) {
                throw new TimeoutException("not done within " + most);
            }
            return;
        }
        requireThreadToBlock(future);
        try {
            future.blockingGet(timeout, unit);
        } catch (ExecutionException | java.util.concurrent.CancellationException _) {
            // settled
        }
    }

    private static void requireThreadToBlock(CompletableFuture<?> future) {
        if (!future.isDone() && AnyIO.isInside() && AnyIO.current().backend().isSimulated()) {
            throw new IllegalStateException(
                    "inside a blocking call of a simulation nothing can be waited for: the call"
                            + " holds the only thread");
        }
    }
}
