package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// The door for foreign threads into a run: what comes through it runs as tasks of the portal's
/// group.
///
/// A failure of such a task goes to whoever submitted it and leaves the portal and its other tasks
/// alone. Refused after `stop`, and from tasks of the same run, which would deadlock waiting for
/// themselves; inside [Blocking] their thread is a foreign one and may come in, but on `sim`, where
/// such calls hold the only thread.
public final class Portal implements AutoCloseable {
    private final TaskGroup group;
    private final @Nullable PortalRun ownRun;
    private volatile boolean stopped;

    Portal(TaskGroup group, @Nullable PortalRun ownRun) {
        this.group = group;
        this.ownRun = ownRun;
    }

    /// Opens a portal into the caller's run for the time of `body`; leaving it waits for the tasks
    /// that came through.
    public static <R extends @Nullable Object, X extends Exception> R open(Body<Portal, R, X> body)
            throws X, InterruptedException {
        return TaskGroup.open(
                "portal",
                group -> {
                    Portal portal = new Portal(group, null);
                    try {
                        return body.run(portal);
                    } finally {
                        portal.stop(false);
                    }
                });
    }

    /// Starts a run of its own on the backend and returns the portal into it; [#close()] ends the
    /// run.
    ///
    /// @throws UnsupportedOperationException when the backend is simulated
    public static Portal start(Backend backend) {
        return start(backend, new RunOptions().named("portal"));
    }

    /// As [#start(Backend)] with options.
    public static Portal start(Backend backend, RunOptions options) {
        return PortalRun.start(backend, options);
    }

    /// Runs `body` as a task and waits for it. When the calling thread is interrupted the task is
    /// cancelled and awaited.
    ///
    /// @throws Exception what the body throws
    /// @throws CancellationException when the task was cancelled
    /// @throws IllegalStateException when stopped, or called from a task of the same run
    public <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
        PortalFuture<T> future = submit("portal-call", body);
        IdleSpin.briefly(future::isDone);
        boolean interrupted = false;
        while (true) {
            try {
                T result = future.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return result;
            } catch (InterruptedException _) {
                interrupted = true;
                future.cancelTask("the thread that called through the portal was interrupted");
            } catch (CancellationException cancelled) {
                if (interrupted) {
                    throw new InterruptedException(cancelled.getMessage());
                }
                throw cancelled;
            } catch (ExecutionException failed) {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw Sneaky.<Exception>as(failed.getCause() == null ? failed : failed.getCause());
            }
        }
    }

    /// Runs `body` as a task; cancelling the future cancels the task.
    ///
    /// @throws IllegalStateException when stopped, or called from a task of the same run
    public <T extends @Nullable Object> Future<T> fork(String name, Callable<T> body) {
        return submit(name, body);
    }

    /// Runs `body` as a task and waits until it tells that it is ready. A failure later is the
    /// future's.
    ///
    /// @return what it told, and the future of its result
    /// @throws Exception what the body throws before it told
    /// @throws IllegalStateException when stopped, called from a task of the same run, or when the
    ///   body ended without telling
    public <V extends @Nullable Object, T extends @Nullable Object> StartedFuture<V, T> start(
            String name, StartBody<V, T> body) throws Exception {
        Promise<StartedFuture<V, T>> told = new Promise<>();
        PortalFuture<T> future = new PortalFuture<>();
        future.task(
                submit(
                        name,
                        () ->
                                body.run(value -> {
                                    told.complete(new StartedFuture<>(value, future));
                                }),
                        future,
                        () ->
                                told.tryFail(
                                        new IllegalStateException(
                                                "task '"
                                                        + name
                                                        + "' ended without calling started()"))));
        try {
            return call(told::await);
        } catch (TaskFailed notStarted) {
            if (future.isCompletedExceptionally()) {
                throw Sneaky.<Exception>as(future.exceptionNow());
            }
            throw Sneaky.<Exception>as(
                    notStarted.getCause() == null ? notStarted : notStarted.getCause());
        }
    }

    /// A task that told that it is ready.
    ///
    /// @param value what it told
    /// @param future its result
    public record StartedFuture<V extends @Nullable Object, T extends @Nullable Object>(
            V value, Future<T> future) {}

    /// Refuses further submissions; with `cancelRemaining` cancels what came through. Returns at
    /// once, from any thread.
    public void stop(boolean cancelRemaining) {
        stopped = true;
        if (cancelRemaining) {
            group.scope().cancel("the portal was stopped", CancelReasonClass.SHUTDOWN);
        }
        if (ownRun != null) {
            ownRun.stop();
        }
    }

    /// Returns the run behind the portal.
    public Run run() {
        return group.run();
    }

    /// Stops the portal; one that has a run of its own then waits until its tasks and the run
    /// ended.
    @Override
    public void close() {
        stop(false);
        if (ownRun != null) {
            ownRun.awaitEnd();
        }
    }

    private <T extends @Nullable Object> PortalFuture<T> submit(String name, Callable<T> body) {
        PortalFuture<T> future = new PortalFuture<>();
        future.task(submit(name, body, future, () -> {}));
        return future;
    }

    private <T extends @Nullable Object> Task<T> submit(
            String name, Callable<T> body, PortalFuture<T> future, Runnable ended) {
        Task<?> caller = Task.currentOrNull();
        if (caller != null
                && caller.run() == group.run()
                && (!Blocking.isInside() || group.run().backend().isSimulated())) {
            throw new IllegalStateException(
                    "a task of the run itself must not use its portal: fork in a group");
        }
        if (stopped) {
            throw new IllegalStateException("the portal was stopped; '" + name + "' does not run");
        }
        return group.fork(
                name,
                body,
                false,
                group.scope().owner().id(),
                TaskLocals.ofCaller(),
                t -> {
                    future.settle(t);
                    ended.run();
                    group.taskEndedQuietly();
                });
    }
}
