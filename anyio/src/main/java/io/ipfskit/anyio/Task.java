package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A task of a group: a handle on its result, its state and its own cancellation.
///
/// @param <T> its result
public final class Task<T extends @Nullable Object> {
    /// What the thread of a task carries as its handler of uncaught exceptions, and so the way from
    /// the thread to the task. A scoped value costs each waiting task 200 bytes: its binding, and
    /// the JDK's cache of it, which a parked thread keeps.
    private record Life(Task<?> task) implements Runnable, Thread.UncaughtExceptionHandler {
        @Override
        public void run() {
            task.live(this);
        }

        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            thread.getThreadGroup().uncaughtException(thread, failure);
        }
    }

    static @Nullable Task<?> currentOrNull() {
        return Thread.currentThread().getUncaughtExceptionHandler() instanceof Life life
                ? life.task
                : null;
    }

    private final long id;
    private final long parentId;
    private final String name;
    private final Run run;
    private final CancelScope root;
    private final long startedNanos;
    private final Callable<T> body;
    private final Completion<T> completion;
    private final Kernel.Strand strand;

    private volatile CancelScope scope;
    private volatile @Nullable Wait waiting;

    private TaskLocals locals;

    /// The helper thread that is busy with a call of this task, null while there is none.
    private volatile @Nullable Thread helper;

    final InterruptFlag interruptFlag = new InterruptFlag(this);

    // Guarded by this.
    private @Nullable WaitQueue joiners;
    private @Nullable List<Lock> heldLocks;

    private volatile TaskState state = TaskState.LIVE;
    private @Nullable T result;
    private @Nullable Throwable failure;

    /// Waits and checkpoints that its run was not told of; of the task itself.
    private int stepsUntold;

    /// Told once when the task ended, on its own strand, before joiners are woken.
    interface Completion<T extends @Nullable Object> {
        void ended(Task<T> task);
    }

    Task(
            Run run,
            long parentId,
            String name,
            @Nullable CancelScope parent,
            boolean shield,
            TaskLocals locals,
            Callable<T> body,
            Completion<T> completion) {
        this.run = run;
        this.id = run.nextTaskId();
        this.parentId = parentId;
        this.name = name;
        this.locals = locals;
        this.body = run.bridges == null ? body : run.bridges.carry(body);
        this.completion = completion;
        this.root = new CancelScope(this, parent, shield, true);
        this.scope = root;
        this.startedNanos = run.kernel().now();
        this.strand = run.kernel().strand(name, new Life(this));
    }

    /// Starts the strand. The caller has counted the task in its group.
    void start() {
        root.enter();
        run.counters().spawned();
        if (run.instruments != null) {
            run.instruments.tell(i -> i.spawned(this));
            run.instruments.tell(i -> i.scheduled(this));
        }
        try {
            strand.start();
        } catch (Throwable refused) {
            root.leave();
            run.counters().refused();
            throw refused;
        }
    }

    // ---- the verbs of users ----

    /// Waits for the end and returns the result.
    ///
    /// @throws TaskFailed when the task failed or was cancelled; the cause tells
    @SuppressWarnings("NullAway") // a task that is done holds exactly what its body returned
    public T join() throws InterruptedException {
        Task<?> caller = current();
        if (caller == this) {
            throw new IllegalStateException("task '" + name + "' cannot join itself");
        }
        caller.throwIfCancelled();
        Waiter waiter = null;
        synchronized (this) {
            if (state == TaskState.LIVE) {
                if (joiners == null) {
                    joiners = new WaitQueue();
                }
                waiter = new Waiter(caller, joiners);
                joiners.add(waiter);
            }
        }
        if (waiter != null) {
            waiter.await("join of task '" + name + "'", this);
        }
        Throwable failed = failure;
        if (failed != null) {
            throw new TaskFailed(name, failed);
        }
        return result;
    }

    /// Returns where the task is in its life.
    public TaskState state() {
        return state;
    }

    /// Returns the result of a task that is done.
    ///
    /// @throws IllegalStateException when the task is live, failed or was cancelled
    @SuppressWarnings("NullAway") // as in join
    public T result() {
        if (state != TaskState.DONE) {
            throw new IllegalStateException("task '" + name + "' has no result, it is " + state);
        }
        return result;
    }

    /// Returns why the task failed or was cancelled, null while live or when done.
    public @Nullable Throwable failure() {
        return state == TaskState.LIVE ? null : failure;
    }

    /// Cancels this task alone; its group goes on. From any thread.
    public void cancel(String reason) {
        root.cancel(reason);
    }

    /// Returns the number of the task in its run.
    public long id() {
        return id;
    }

    /// Returns the name given at fork.
    public String name() {
        return name;
    }

    /// Returns what the task is doing now.
    public TaskInfo info() {
        return TaskTree.info(this);
    }

    @Override
    public String toString() {
        return "Task[" + id + " " + name + " " + state + "]";
    }

    // ---- the kernel's side ----

    /// The task of the calling thread.
    static Task<?> current() {
        Task<?> current = currentOrNull();
        if (current == null) {
            throw new IllegalStateException(
                    "not inside a task: call this within AnyIO.run or through a Portal");
        }
        return current;
    }

    Run run() {
        return run;
    }

    CancelScope root() {
        return root;
    }

    CancelScope scope() {
        return scope;
    }

    void scope(CancelScope entered) {
        scope = entered;
    }

    long startedNanos() {
        return startedNanos;
    }

    long parentId() {
        return parentId;
    }

    /// A helper thread begins or ends a call of this task.
    void helper(@Nullable Thread thread) {
        helper = thread;
    }

    /// Where the task stands: the stack of the thread that works for it now.
    StackTraceElement[] stack() {
        Thread thread = helper;
        if (thread == null) {
            thread = strand.thread();
        }
        return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    Kernel.Strand strand() {
        return strand;
    }

    TaskLocals locals() {
        return locals;
    }

    void locals(TaskLocals changed) {
        locals = changed;
    }

    /// The task begins to wait, or with null waits no longer.
    void waiting(@Nullable Wait wait) {
        Wait before = waiting;
        waiting = wait;
        Instruments watchers = run.instruments;
        if (watchers != null && (wait == null) != (before == null)) {
            if (wait != null) {
                watchers.tell(i -> i.beforeWait(this, wait.what()));
            } else {
                watchers.tell(i -> i.afterWait(this));
            }
        }
    }

    /// Parks the strand of this task, the calling one, at most until `deadline`.
    void park(long deadline) {
        stepsUntold = Counters.step(run, stepsUntold);
        Kernel kernel = run.kernel();
        Instruments watchers = run.instruments;
        if (watchers != null) {
            watchers.tell(i -> i.afterStep(this));
        }
        try {
            if (deadline == Long.MAX_VALUE) {
                kernel.park();
            } else {
                kernel.parkUntil(deadline);
            }
        } finally {
            if (watchers != null) {
                watchers.tell(i -> i.beforeStep(this));
            }
        }
    }

    /// Lets others run; called by the task itself.
    void relax() {
        stepsUntold = Counters.step(run, stepsUntold);
        Instruments watchers = run.instruments;
        if (watchers == null) {
            run.kernel().relax();
            return;
        }
        watchers.tell(i -> i.afterStep(this));
        watchers.tell(i -> i.scheduled(this));
        try {
            run.kernel().relax();
        } finally {
            watchers.tell(i -> i.beforeStep(this));
        }
    }

    /// Wakes the strand of this task. From any thread.
    void unpark() {
        if (run.instruments != null) {
            run.instruments.tell(i -> i.scheduled(this));
        }
        strand.unpark();
    }

    /// What the task waits for; null while it runs or is about to.
    @Nullable String waitingFor() {
        Wait wait = waiting;
        return wait == null || wait.isOver() ? null : wait.what();
    }

    void throwIfCancelled() throws InterruptedException {
        CancelScope origin = scope.visible();
        if (origin != null) {
            throw interruptFlag.cancelled(origin, Thread.currentThread().isInterrupted());
        }
    }

    /// Wakes the task because a scope it may be in was cancelled.
    void wake() {
        interruptFlag.raiseIfInterruptible();
        unpark();
    }

    synchronized void holds(Lock lock) {
        if (heldLocks == null) {
            heldLocks = new ArrayList<>(2);
        }
        heldLocks.add(lock);
    }

    synchronized void released(Lock lock) {
        if (heldLocks != null) {
            heldLocks.remove(lock);
        }
    }

    private void live(Life life) {
        Thread me = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = me.getUncaughtExceptionHandler();
        me.setUncaughtExceptionHandler(life);
        try {
            Instruments watchers = run.instruments;
            if (watchers != null) {
                watchers.tell(i -> i.beforeStep(this));
            }
            runBody();
        } finally {
            me.setUncaughtExceptionHandler(before);
        }
    }

    private void runBody() {
        TaskState end;
        T value = null;
        Throwable thrown = null;
        CancelScope origin = null;
        try {
            throwIfCancelled();
            value = body.call();
            end = TaskState.DONE;
        } catch (Throwable t) {
            thrown = t;
            origin = root.originOf(t);
            end = origin == null ? TaskState.FAILED : TaskState.CANCELLED;
        }
        root.leave();
        List<Lock> abandoned;
        synchronized (this) {
            abandoned = heldLocks == null ? List.of() : List.copyOf(heldLocks);
        }
        for (Lock lock : abandoned) {
            lock.ownerDied(this);
        }
        run.counters().ended(end, origin, stepsUntold);
        synchronized (this) {
            result = value;
            failure = thrown;
            state = end;
        }
        Instruments watchers = run.instruments;
        if (watchers != null) {
            watchers.tell(i -> i.afterStep(this));
            watchers.tell(i -> i.exited(this));
        }
        completion.ended(this);
        synchronized (this) {
            WaitQueue waiting = joiners;
            if (waiting != null) {
                for (Waiter w = waiting.poll(); w != null; w = waiting.poll()) {
                    w.grant();
                }
            }
        }
    }
}
