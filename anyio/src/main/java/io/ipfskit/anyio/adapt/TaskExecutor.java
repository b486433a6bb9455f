package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.OnCancel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An `ExecutorService` for code that wants one, whose jobs are tasks of a group.
///
/// Each job is a task from the moment it is submitted, so nothing waits in a queue, the number of
/// jobs has no bound but that of the backend, and [#shutdownNow()] returns an empty list. Jobs may
/// be submitted, and their futures waited for, by tasks of the run, inside its blocking calls and
/// by foreign threads.
///
/// Leaving [#open] shuts down and waits for the jobs; when its body fails or the scope around it is
/// cancelled the jobs are cancelled, which is what the JDK's executors lack. A failure goes to the
/// job's future. One of `execute`, which has no future, cancels the rest and comes out of `open`.
public final class TaskExecutor implements ExecutorService {
    private final Entrance entrance;
    private final @Nullable OnCancel blocking;
    private final TaskFuture<Integer> terminated = new TaskFuture<>();

    // Guarded by this. Invariant: terminated is settled when isShutdown and no job is live.
    private final Set<Job<?>> live = new LinkedHashSet<>();
    private boolean isShutdown;
    private @Nullable Throwable failure;

    private TaskExecutor(Entrance entrance, @Nullable OnCancel blocking) {
        this.entrance = entrance;
        this.blocking = blocking;
    }

    /// Runs `body` with an executor whose jobs are written for anyio: their cancellation wakes what
    /// they wait for, and what blocks in them goes through [Blocking].
    ///
    /// @throws X what the body throws
    public static <R extends @Nullable Object, X extends Exception> R open(
            Body<ExecutorService, R, X> body) throws X, InterruptedException {
        return open(null, body);
    }

    /// Runs `body` with an executor for jobs that know nothing of anyio and block as the JDK does:
    /// each runs inside [Blocking], and `onCancel` says what its cancellation does. The JDK's own
    /// contract is [OnCancel#INTERRUPT].
    ///
    /// @throws X what the body throws
    public static <R extends @Nullable Object, X extends Exception> R openBlocking(
            OnCancel onCancel, Body<ExecutorService, R, X> body) throws X, InterruptedException {
        return open(Objects.requireNonNull(onCancel, "onCancel"), body);
    }

    private static <R extends @Nullable Object, X extends Exception> R open(
            @Nullable OnCancel blocking, Body<ExecutorService, R, X> body)
            throws X, InterruptedException {
        Opened opened = new Opened();
        Throwable thrown = null;
        try {
            return Entrance.open(
                    "executor",
                    entrance -> {
                        TaskExecutor executor = new TaskExecutor(entrance, blocking);
                        opened.executor = executor;
                        try {
                            return body.run(executor);
                        } finally {
                            executor.shutdown();
                        }
                    });
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            opened.failIfAJobDid(thrown);
        }
    }

    // ---- submitting ----

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        Job<Integer> job =
                new Job<>(
                        () -> {
                            try {
                                command.run();
                            } catch (Throwable uncaught) {
                                fail(uncaught);
                                throw uncaught;
                            }
                            return 0;
                        },
                        blocking);
        start(job);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        Job<T> job = new Job<>(Objects.requireNonNull(task, "task"), blocking);
        start(job);
        return job;
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return submit(Executors.callable(task, result));
    }

    @Override
    @SuppressWarnings("NullAway") // such a future has no value
    public Future<?> submit(Runnable task) {
        return submit(Executors.callable(task));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks) throws InterruptedException {
        List<Job<T>> jobs = startAll(tasks);
        try {
            for (Job<T> job : jobs) {
                Waits.untilSettled(job);
            }
        } finally {
            jobs.forEach(job -> job.cancel(true));
        }
        return List.copyOf(jobs);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        List<Job<T>> jobs = startAll(tasks);
        try {
            TaskFuture<Integer> all = Settled.all(jobs);
            Waits.untilSettled(all, timeout, unit);
        } catch (TimeoutException _) {
            // those that are not done are cancelled
        } finally {
            jobs.forEach(job -> job.cancel(true));
        }
        return List.copyOf(jobs);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        List<Job<T>> jobs = startAny(tasks);
        try {
            return Settled.first(jobs).get();
        } finally {
            jobs.forEach(job -> job.cancel(true));
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Job<T>> jobs = startAny(tasks);
        try {
            return Settled.first(jobs).get(timeout, unit);
        } finally {
            jobs.forEach(job -> job.cancel(true));
        }
    }

    // ---- the end ----

    @Override
    public void shutdown() {
        synchronized (this) {
            isShutdown = true;
            if (!live.isEmpty()) {
                return;
            }
        }
        terminated.complete(0);
    }

    /// Shuts down and cancels every job.
    ///
    /// @return an empty list: no job waits to begin
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Job<?>> running;
        synchronized (this) {
            running = List.copyOf(live);
        }
        running.forEach(job -> job.stop("the executor was shut down"));
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return terminated.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (isTerminated()) {
            return true;
        }
        try {
            Waits.untilSettled(terminated, timeout, unit);
            return true;
        } catch (TimeoutException _) {
            return false;
        }
    }

    /// Shuts down and waits for the jobs; when the caller is cancelled or interrupted meanwhile,
    /// cancels them and waits until they ended.
    @Override
    public void close() {
        shutdown();
        try {
            Waits.untilSettled(terminated);
        } catch (InterruptedException cancelled) {
            shutdownNow();
            closeWithoutFail();
        }
    }

    private void closeWithoutFail() {
        boolean interrupted = !Waits.isTask(); // the scope of a task remembers by itself
        while (!isTerminated()) {
            try {
                if (Waits.isTask()) {
                    CancelScope.shield(scope -> {
                        Waits.untilSettled(terminated);
                        return 0;
                    });
                } else {
                    Waits.untilSettled(terminated);
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- jobs as tasks ----

    private <T extends @Nullable Object> List<Job<T>> startAny(
            Collection<? extends Callable<T>> tasks) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one job");
        }
        return startAll(tasks);
    }

    private <T extends @Nullable Object> List<Job<T>> startAll(
            Collection<? extends Callable<T>> tasks) {
        List<Callable<T>> bodies = new ArrayList<>(tasks);
        bodies.forEach(Objects::requireNonNull);
        List<Job<T>> jobs = new ArrayList<>(bodies.size());
        try {
            for (Callable<T> body : bodies) {
                Job<T> job = new Job<>(body, blocking);
                start(job);
                jobs.add(job);
            }
        } catch (Throwable refused) {
            jobs.forEach(job -> job.cancel(true));
            throw refused;
        }
        return jobs;
    }

    private void start(Job<?> job) {
        synchronized (this) {
            if (isShutdown) {
                throw new RejectedExecutionException("the executor was shut down");
            }
            live.add(job);
        }
        try {
            entrance.fork("job", job::run, () -> ended(job));
        } catch (RejectedExecutionException refused) {
            ended(job);
            throw refused;
        } catch (IllegalStateException left) {
            ended(job);
            throw new RejectedExecutionException("the executor was left", left);
        }
    }

    private void ended(Job<?> job) {
        job.cancel(false); // a job whose task was cancelled before it ran
        synchronized (this) {
            live.remove(job);
            if (!isShutdown || !live.isEmpty()) {
                return;
            }
        }
        terminated.complete(0);
    }

    private void fail(Throwable uncaught) {
        synchronized (this) {
            if (failure == null) {
                failure = uncaught;
            }
        }
        entrance.cancel("a job of the executor failed: " + uncaught);
    }

    /// What `open` knows when it ends.
    private static final class Opened {
        private @Nullable TaskExecutor executor;

        @SuppressWarnings("ReferenceEquality") // the very same failure
        void failIfAJobDid(@Nullable Throwable thrown) {
            if (executor == null || executor.failure == null) {
                return;
            }
            Throwable failure = executor.failure;
            if (thrown != null) {
                if (thrown != failure) {
                    thrown.addSuppressed(failure);
                }
                return;
            }
            switch (failure) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure); // a Runnable throws no other
            }
        }
    }
}
