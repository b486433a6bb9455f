package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/// A group of tasks with one lifetime: leaving it waits for all of them, and a failure in it
/// cancels the rest.
///
/// **Failures.** What the body throws comes out as itself, with failures of tasks suppressed on it.
/// When only tasks failed, [TaskFailed] comes out with the first failure as cause. Cancellations
/// that the group itself caused never appear; the cancellation of an outer scope passes through
/// after all tasks ended. An `Error` wins over an `Exception`.
///
/// **Cancellation.** Opening and leaving a group are checkpoints. A body ended by the group's own
/// `cancel` leaves no result: `open` returns null then.
public final class TaskGroup {
    /// A task that failed, and with what.
    private record Failed(String task, Throwable failure) {}

    private final String name;
    private final Task<?> host;
    private final CancelScope scope;

    // Made once for all forks: each live task would else hold a copy.
    private final String taskName;
    private final Task.Completion<?> taskEnded = this::taskEnded;
    private final Task.Completion<?> serviceEnded = this::serviceEnded;

    // Guarded by this. Invariant: live and services are zero once the group is left.
    private final List<Failed> failures = new ArrayList<>();
    private final List<Task<?>> serviceTasks = new ArrayList<>();
    private boolean hasForked;
    private int live;
    private int services;
    private boolean closed;

    private TaskGroup(String name, Task<?> host) {
        this.name = name;
        this.host = host;
        this.scope = CancelScope.nested(false, Deadline.NONE);
        this.taskName = name + "-task";
    }

    /// Opens a group, runs `body` in it and waits for every task.
    public static <R extends @Nullable Object, X extends Exception> R open(
            Body<TaskGroup, R, X> body) throws X, InterruptedException {
        return open("group", body);
    }

    /// As [#open(Body)] with a name for the task tree.
    public static <R extends @Nullable Object, X extends Exception> R open(
            String name, Body<TaskGroup, R, X> body) throws X, InterruptedException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(body, "body");
        Task<?> host = Task.current();
        host.throwIfCancelled();
        return new TaskGroup(name, host).enclose(body);
    }

    // ---- tasks ----

    /// Forks a task under a name of the group's own.
    public <T extends @Nullable Object> Task<T> fork(Callable<T> body) {
        return fork(taskName, body);
    }

    /// Forks a task. From any task of the run that holds the group, while it is open.
    ///
    /// @throws IllegalStateException when the group was left; the body does not run
    public <T extends @Nullable Object> Task<T> fork(String name, Callable<T> body) {
        return fork(name, body, false, Task.current().id(), TaskLocals.ofCaller());
    }

    /// Forks a background service: shielded until the body and all other tasks ended, then
    /// cancelled and awaited.
    public <T extends @Nullable Object> Task<T> forkService(String name, Callable<T> body) {
        return fork(name, body, true, Task.current().id(), TaskLocals.ofCaller());
    }

    /// Forks a task and waits until it tells that it is ready.
    ///
    /// @throws TaskFailed when it failed before; afterwards its failure is the group's
    /// @throws IllegalStateException when it ended without telling
    public <V extends @Nullable Object, T extends @Nullable Object> Started<V, T> start(
            String name, StartBody<V, T> body) throws InterruptedException {
        host.run().requireSameRun();
        return new Starting<V, T>(name, body).startIn(this);
    }

    /// Returns the scope around body and tasks.
    public CancelScope scope() {
        return scope;
    }

    /// Cancels body and tasks.
    public void cancel(String reason) {
        scope.cancel(reason);
    }

    /// The state at one moment.
    ///
    /// @param tasks tasks that have not ended
    /// @param services background services that have not ended
    /// @param failed tasks that failed so far
    public record Statistics(int tasks, int services, int failed) {}

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(live, services, failures.size());
    }

    /// Returns the group's name.
    public String name() {
        return name;
    }

    // ---- ready-made groups ----

    /// Runs all in parallel and returns their results in order.
    public static <T extends @Nullable Object> List<T> all(List<? extends Callable<T>> bodies)
            throws InterruptedException {
        return TaskGroups.all(bodies);
    }

    /// Applies `body` to each item, at most `limit` at once, and returns the results in order.
    public static <I, O extends @Nullable Object> List<O> map(
            Collection<? extends I> items, int limit, Body<? super I, ? extends O, ?> body)
            throws InterruptedException {
        return TaskGroups.map(items, limit, body);
    }

    /// Runs all in parallel, returns the first result and cancels the rest.
    ///
    /// @throws TaskFailed when all failed: the first failure, with the others suppressed
    public static <T extends @Nullable Object> T race(List<? extends Callable<T>> bodies)
            throws InterruptedException {
        return TaskGroups.race(bodies);
    }

    /// Runs all in parallel and hands their results to `consumer` in order of completion. When the
    /// consumer returns early the rest is cancelled.
    public static <T, R extends @Nullable Object, X extends Exception> R completions(
            List<? extends Callable<T>> bodies, Body<ReceiveChannel<T>, R, X> consumer)
            throws X, InterruptedException {
        return TaskGroups.completions(bodies, consumer);
    }

    // ---- the kernel's side ----

    @SuppressWarnings("unchecked") // both take tasks of any result
    <T extends @Nullable Object> Task<T> fork(
            String taskName, Callable<T> body, boolean service, long parentId, TaskLocals locals) {
        Objects.requireNonNull(taskName, "name");
        Objects.requireNonNull(body, "body");
        Task.Completion<T> completion = (Task.Completion<T>) (service ? serviceEnded : taskEnded);
        return fork(taskName, body, service, parentId, locals, completion);
    }

    <T extends @Nullable Object> Task<T> fork(
            String taskName,
            Callable<T> body,
            boolean service,
            long parentId,
            TaskLocals locals,
            Task.Completion<T> completion) {
        Task<T> task =
                new Task<>(
                        host.run(), parentId, taskName, scope, service, locals, body, completion);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException(
                        "group '" + name + "' was left; task '" + taskName + "' does not run");
            }
            hasForked = true;
            if (service) {
                services++;
                serviceTasks.add(task);
            } else {
                live++;
            }
        }
        try {
            task.start();
        } catch (Throwable notStarted) {
            synchronized (this) {
                if (service) {
                    services--;
                    serviceTasks.remove(task);
                } else {
                    live--;
                }
            }
            host.unpark(); // it may wait for just this task
            throw notStarted;
        }
        return task;
    }

    /// Counts a task out; its failure, if it failed, becomes the group's.
    void taskEnded(Task<?> task) {
        record(task);
        synchronized (this) {
            live--;
            if (live > 0) {
                return;
            }
        }
        host.unpark();
    }

    /// Counts a task out whose failure somebody else has taken.
    void taskEndedQuietly() {
        synchronized (this) {
            live--;
            if (live > 0) {
                return;
            }
        }
        host.unpark();
    }

    Run run() {
        return host.run();
    }

    private void serviceEnded(Task<?> task) {
        record(task);
        synchronized (this) {
            services--;
            serviceTasks.remove(task);
            if (services > 0) {
                return;
            }
        }
        host.unpark();
    }

    private void record(Task<?> task) {
        Throwable failure = task.failure();
        if (task.state() != TaskState.FAILED || failure == null) {
            return;
        }
        synchronized (this) {
            failures.add(new Failed(task.name(), failure));
        }
        scope.cancel("task '" + task.name() + "' failed: " + failure, CancelReasonClass.FAILURE);
    }

    private <R extends @Nullable Object, X extends Exception> R enclose(Body<TaskGroup, R, X> body)
            throws X, InterruptedException {
        scope.enter();
        R result = null;
        Throwable thrown = null;
        try {
            result = body.run(this);
        } catch (Throwable t) {
            thrown = t;
            scope.cancel(
                    "the body of group '" + name + "' ended with " + t,
                    ScopeChain.reasonClass(scope, t));
        }
        awaitTasks();
        CancelScope origin = thrown == null ? scope.visible() : scope.originOf(thrown);
        if (origin == scope && thrown == null) {
            CancelScope parent = scope.parent();
            origin = parent == null ? null : parent.visible();
        }
        scope.leave();
        return conclude(result, thrown, origin);
    }

    /// Waits for the tasks, then ends the services and waits for them. Cancellation reaches the
    /// tasks by itself.
    private void awaitTasks() {
        boolean isEmpty;
        synchronized (this) {
            isEmpty = !hasForked;
        }
        if (isEmpty) {
            host.relax(); // leaving a group lets others run, also when there is nothing to wait for
        }
        boolean interrupted = awaitNone(false);
        List<Task<?>> ending;
        synchronized (this) {
            ending = List.copyOf(serviceTasks);
        }
        for (Task<?> service : ending) {
            service.root().cancel("group '" + name + "' ended", CancelReasonClass.FINISHED);
        }
        interrupted |= awaitNone(true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitNone(boolean ofServices) {
        boolean interrupted = false;
        while (!closeIfNone(ofServices)) {
            host.waiting(new Exit(this, ofServices));
            interrupted |= Thread.interrupted();
            if (!isNone(ofServices)) {
                host.park(Long.MAX_VALUE);
            }
        }
        host.waiting(null);
        return interrupted;
    }

    private synchronized boolean closeIfNone(boolean ofServices) {
        closed |= isNone(ofServices);
        return isNone(ofServices);
    }

    private synchronized boolean isNone(boolean ofServices) {
        return (ofServices ? services : live) == 0;
    }

    /// What the host waits for when the body has ended.
    private record Exit(TaskGroup group, boolean ofServices) implements Wait {
        @Override
        public String what() {
            return (ofServices ? "services of group '" : "tasks of group '") + group.name + "'";
        }

        @Override
        public boolean isOver() {
            return group.isNone(ofServices);
        }
    }

    /// The error rule.
    @SuppressWarnings("NullAway") // null result: only when the group's own cancel ended the body
    private <R extends @Nullable Object, X extends Exception> R conclude(
            @Nullable R result, @Nullable Throwable thrown, @Nullable CancelScope origin)
            throws X, InterruptedException {
        boolean bodyFailed = thrown != null && origin == null;
        List<Failed> failed;
        synchronized (this) {
            failed = List.copyOf(failures);
        }
        if (!failed.isEmpty()) {
            List<Throwable> all = failed.stream().map(Failed::failure).toList();
            Failed first =
                    failed.stream()
                            .filter(f -> f.failure() instanceof Error)
                            .findFirst()
                            .orElse(failed.getFirst());
            if (!bodyFailed || (first.failure() instanceof Error && !(thrown instanceof Error))) {
                TaskFailed outcome = new TaskFailed(first.task(), first.failure());
                suppress(outcome, all);
                if (bodyFailed && thrown != null) {
                    suppress(outcome, List.of(thrown));
                }
                throw outcome;
            }
            suppress(thrown, all);
        }
        if (thrown == null) {
            if (origin != null) {
                throw new Cancelled(origin);
            }
            return result;
        }
        if (origin == scope) {
            host.throwIfCancelled();
            return null;
        }
        if (origin != null
                && thrown instanceof InterruptedException
                && !(thrown instanceof Cancelled)) {
            throw new Cancelled(origin);
        }
        throw Sneaky.<X>as(thrown);
    }

    @SuppressWarnings("ReferenceEquality") // the very same failure
    private static void suppress(Throwable onto, List<Throwable> failures) {
        for (Throwable failure : failures) {
            boolean known = false;
            for (Throwable t = onto; t != null && !known; t = t.getCause()) {
                known = t == failure;
            }
            if (!known) {
                onto.addSuppressed(failure);
            }
        }
    }
}
