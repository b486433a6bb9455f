package io.ipfskit.kit.life;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Promise;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The services of a node, started in order and stopped in reverse.
///
/// Each service is a service task of one group, named in the task tree, with a group of its own for
/// what it forks. One task starts and stops; any task may look.
public final class LifeCycle {
    /// How long a service may take to stop before it is reported and cancelled.
    public static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /// How long a cancelled service works on at most while nobody stops it.
    private static final Duration WORK_ON_LIMIT = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger(LifeCycle.class.getName());

    private final TaskGroup group;
    private final BiConsumer<String, Throwable> onDeath;
    private final List<Entry<?>> entries = new ArrayList<>(); // guarded by itself

    /// What a start step gives: what others use, and how it is stopped.
    ///
    /// @param value what others use
    /// @param stop stops it; runs in the service's own task, shielded
    /// @param <T> the type of what others use
    public record Service<T>(T value, Stop stop) {
        /// Something that needs no stopping.
        public static <T> Service<T> of(T value) {
            return new Service<>(value, () -> {});
        }
    }

    /// Stops a service.
    @FunctionalInterface
    public interface Stop {
        /// Stops it and waits.
        void run() throws Exception;
    }

    /// Starts a service.
    ///
    /// @param <T> the type of what others use
    @FunctionalInterface
    public interface Start<T> {
        /// Starts it; what it forks goes into `own`.
        Service<T> run(TaskGroup own) throws Exception;
    }

    private static final class Entry<T> {
        final String name;
        final boolean needed;
        final Event stop = new Event();
        final Promise<T> ready = new Promise<>();
        @Nullable Task<?> task;
        volatile Component component;

        Entry(String name, boolean needed) {
            this.name = name;
            this.needed = needed;
            this.component =
                    new Component(name, Component.State.STARTING, Clock.now(), null, needed);
        }

        void become(Component.State state, @Nullable String reason) {
            component = new Component(name, state, Clock.now(), reason, needed);
        }
    }

    /// A life cycle whose services are service tasks of `group`.
    ///
    /// @param onDeath told once of each needed service that ends by a failure after it was up, or
    ///   is cancelled by somebody; that one works on until it is stopped
    public LifeCycle(TaskGroup group, BiConsumer<String, Throwable> onDeath) {
        this.group = group;
        this.onDeath = onDeath;
    }

    /// Starts the next service, one the node cannot be without, and waits until it is up.
    ///
    /// @throws StartRefused what the step throws, or what its failure means
    /// @throws InterruptedException when cancelled
    public <T> T start(String name, Start<T> step) throws InterruptedException {
        Entry<T> entry = add(name, true);
        entry.task = group.forkService(name, () -> live(entry, step));
        try {
            return entry.ready.await();
        } catch (TaskFailed e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof StartRefused refused) {
                throw refused;
            }
            throw StartFailures.refused(name, cause);
        }
    }

    /// Starts the next service, one the node can be without, and waits until it is up or its start
    /// has failed. Whenever it fails it is `failed` with its reason, and started again as `rule`
    /// says.
    ///
    /// @throws InterruptedException when cancelled
    public void keep(String name, RestartRule rule, Start<?> step) throws InterruptedException {
        Entry<Boolean> entry = add(name, false);
        entry.task = group.forkService(name, () -> liveOnAndOn(entry, rule, step));
        entry.ready.await();
    }

    private <T> Entry<T> add(String name, boolean needed) {
        Entry<T> entry = new Entry<>(name, needed);
        synchronized (entries) {
            entries.add(entry);
        }
        return entry;
    }

    private <T> @Nullable Void live(Entry<T> entry, Start<T> step) throws InterruptedException {
        try {
            once(
                    entry,
                    step,
                    entry.ready::complete,
                    cancelled -> onDeath.accept(entry.name, cancelled));
        } catch (Exception e) {
            if (entry.ready.tryFail(e)) {
                entry.become(Component.State.FAILED, String.valueOf(e.getMessage()));
                return null;
            }
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            Throwable cause = causeOf(e);
            entry.become(Component.State.FAILED, String.valueOf(cause));
            LOG.log(Level.ERROR, "service " + entry.name + " failed", cause);
            if (!entry.stop.isSet()) {
                onDeath.accept(entry.name, cause);
            }
        }
        return null;
    }

    private static @Nullable Void liveOnAndOn(Entry<Boolean> entry, RestartRule rule, Start<?> step)
            throws InterruptedException {
        Restarts restarts = new Restarts(rule);
        try {
            while (!entry.stop.isSet()) {
                try {
                    once(entry, step, _ -> entry.ready.tryComplete(true), _ -> {});
                } catch (InterruptedException e) {
                    entry.become(Component.State.FAILED, String.valueOf(e.getMessage()));
                    throw e;
                } catch (Exception e) {
                    if (!awaitRestart(entry, causeOf(e), restarts.next(Time.now()), rule)) {
                        return null;
                    }
                }
            }
            return null;
        } finally {
            entry.ready.tryComplete(false);
        }
    }

    /// Tells of the failure and waits for the time of the restart; false when there is none.
    private static boolean awaitRestart(
            Entry<Boolean> entry, Throwable cause, @Nullable Duration wait, RestartRule rule)
            throws InterruptedException {
        String next =
                wait == null
                        ? "it stays so after %d restarts within %s"
                                .formatted(rule.most(), rule.within())
                        : "it is started again after " + wait;
        entry.become(Component.State.FAILED, cause + "; " + next);
        LOG.log(Level.ERROR, "service " + entry.name + " failed; " + next, cause);
        entry.ready.tryComplete(false);
        if (wait == null) {
            return false;
        }
        CancelScope.moveOnAfter(
                wait,
                _ -> {
                    entry.stop.await();
                    return true;
                });
        if (!entry.stop.isSet()) {
            entry.become(Component.State.STARTING, "again, after " + cause);
        }
        return true;
    }

    /// One life of a service, from its start to its stop.
    ///
    /// @param onUp is given what others use
    /// @param onCancel told when somebody cancels it while it is up
    private static <T> void once(
            Entry<?> entry,
            Start<T> step,
            Consumer<? super T> onUp,
            Consumer<? super InterruptedException> onCancel)
            throws InterruptedException, Exception {
        TaskGroup.open(
                entry.name,
                own -> {
                    Service<T> service = step.run(own);
                    try {
                        entry.become(Component.State.UP, null);
                        LOG.log(Level.DEBUG, "service {0} is up", entry.name);
                        onUp.accept(service.value());
                        awaitStop(entry, own, onCancel);
                    } finally {
                        entry.become(Component.State.STOPPING, null);
                        CancelScope.shield(_ -> {
                            service.stop().run();
                            return true;
                        });
                        LOG.log(Level.DEBUG, "service {0} has stopped", entry.name);
                    }
                    return true;
                });
    }

    /// Waits for the stop. A needed service that is cancelled before has the whole node stop, and
    /// works on until its turn comes: what started after it still uses it. One of whose tasks
    /// failed ends at once.
    private static void awaitStop(
            Entry<?> entry, TaskGroup own, Consumer<? super InterruptedException> onCancel)
            throws InterruptedException {
        try {
            entry.stop.await();
        } catch (InterruptedException cancelled) {
            if (!entry.stop.isSet() && own.statistics().failed() == 0) {
                onCancel.accept(cancelled);
                if (entry.needed) {
                    CancelScope.shield(_ ->
                            CancelScope.moveOnAfter(
                                    WORK_ON_LIMIT,
                                    _ -> {
                                        entry.stop.await();
                                        return true;
                                    }));
                }
            }
            throw cancelled;
        }
    }

    private static Throwable causeOf(Exception e) {
        return e instanceof TaskFailed && e.getCause() != null ? e.getCause() : e;
    }

    /// Stops all services, the last started first. One that has not stopped in time is reported
    /// with its tasks, cancelled, and waited for. Idempotent; call it shielded.
    public void stopAll() throws InterruptedException {
        while (true) {
            Entry<?> entry;
            synchronized (entries) {
                if (entries.isEmpty()) {
                    return;
                }
                entry = entries.removeLast();
            }
            entry.stop.set();
            Task<?> task = entry.task;
            if (task == null) {
                continue;
            }
            var stopped =
                    CancelScope.moveOnAfter(
                            STOP_LIMIT,
                            _ -> {
                                join(task);
                                return true;
                            });
            if (stopped.wasCaught()) {
                LOG.log(
                        Level.WARNING,
                        "service {0} has not stopped after {1}; cancelling it. Tasks:\n{2}",
                        entry.name,
                        STOP_LIMIT,
                        io.ipfskit.anyio.AnyIO.current().dump());
                task.cancel("did not stop within " + STOP_LIMIT);
                join(task);
            }
        }
    }

    private static void join(Task<?> task) throws InterruptedException {
        try {
            task.join();
        } catch (TaskFailed e) {
            LOG.log(Level.DEBUG, "a service ended by a failure", e);
        }
    }

    /// How each service is, in start order.
    public List<Component> components() {
        synchronized (entries) {
            List<Component> components = new ArrayList<>();
            entries.forEach(entry -> components.add(entry.component));
            return components;
        }
    }
}
