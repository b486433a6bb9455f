package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskState;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Futures awaited in tasks, and tasks seen as futures.
public final class Futures {
    private Futures() {}

    // ---- awaited in a task ----

    /// Waits in a task for a stage that somebody else completes; the completing thread wakes the
    /// task by unpark. A cancelled task leaves at once and leaves the stage alone.
    ///
    /// @throws ExecutionException when the stage failed: the cause, freed of `CompletionException`
    /// @throws CancellationException when the stage was cancelled
    /// @throws InterruptedException when the task was cancelled
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException {
        Waits.inTask(stage);
        return settled(stage.toCompletableFuture());
    }

    /// As [#await(CompletionStage)]; a cancelled task cancels the future as it leaves.
    public static <T extends @Nullable Object> T awaitOrCancel(CompletableFuture<T> future)
            throws ExecutionException, InterruptedException {
        try {
            return await(future);
        } catch (InterruptedException cancelled) {
            future.cancel(true);
            throw cancelled;
        }
    }

    /// Waits in a task for any future, also one that tells nobody when it is done (a `FutureTask`
    /// of an `ExecutorService`): then in a blocking call, which cancellation interrupts.
    ///
    /// @throws ExecutionException when the future failed
    /// @throws CancellationException when the future was cancelled
    /// @throws InterruptedException when the task was cancelled; the future is left alone
    public static <T extends @Nullable Object> T get(Future<T> future)
            throws ExecutionException, InterruptedException {
        if (future instanceof CompletableFuture<T> stage) {
            return await(stage);
        }
        try {
            return Blocking.<T, Exception>call(future::get, OnCancel.INTERRUPT);
        } catch (ExecutionException | InterruptedException | RuntimeException thrown) {
            throw thrown;
        } catch (Exception other) {
            throw new ExecutionException(other); // get throws no other
        }
    }

    // ---- tasks as futures ----

    /// Returns a future of a task: it has the task's result, failure or cancellation when the task
    /// ended. Cancelling it cancels the task. The task's failure is still its group's as well.
    public static <T extends @Nullable Object> CompletableFuture<T> of(Task<T> task) {
        TaskFuture<T> future = new TaskFuture<>();
        future.onCancel(() -> task.cancel("the future was cancelled"));
        task.whenEnded(() -> {
            if (task.state() == TaskState.DONE) {
                future.complete(task.result());
            } else {
                future.endedWith(task.failure(), task.state() == TaskState.CANCELLED);
            }
        });
        return future;
    }

    /// Forks a task whose failure goes to the returned future and leaves the group alone.
    /// Cancelling the future cancels the task. From a task of the group's run.
    ///
    /// @throws IllegalStateException when the group was left
    public static <T extends @Nullable Object> CompletableFuture<T> fork(
            TaskGroup group, String name, Callable<T> body) {
        TaskFuture<T> future = new TaskFuture<>();
        Task<Integer> task =
                group.fork(
                        name,
                        () -> {
                            try {
                                future.complete(body.call());
                            } catch (InterruptedException cancelled) {
                                throw cancelled;
                            } catch (Throwable failure) {
                                future.completeExceptionally(failure);
                            }
                            return 0;
                        });
        future.onCancel(() -> task.cancel("the future was cancelled"));
        task.whenEnded(() -> future.endedWith(task.failure(), task.state() == TaskState.CANCELLED));
        return future;
    }

    /// Runs `body` as a task through the portal. Cancelling the future cancels the task. From a
    /// foreign thread.
    ///
    /// @throws IllegalStateException when the portal was stopped, or from a task of its run
    public static <T extends @Nullable Object> CompletableFuture<T> fork(
            Portal portal, String name, Callable<T> body) {
        TaskFuture<T> future = new TaskFuture<>();
        Future<T> inside = portal.fork(name, body);
        future.onCancel(() -> inside.cancel(true));
        var _ =
                whenSettled(inside)
                        .whenComplete((value, failure) -> {
                            if (failure == null) {
                                future.complete(value);
                            } else {
                                future.endedWith(failure, failure instanceof CancellationException);
                            }
                        });
        return future;
    }

    /// The future of a portal tells when it is done: the one kind there is.
    static <T extends @Nullable Object> CompletableFuture<T> whenSettled(Future<T> ofPortal) {
        return (CompletableFuture<T>) ofPortal;
    }

    private static <T extends @Nullable Object> T settled(CompletableFuture<T> future)
            throws ExecutionException {
        try {
            return future.join();
        } catch (CompletionException failed) {
            throw new ExecutionException(failed.getCause() == null ? failed : failed.getCause());
        }
    }
}
