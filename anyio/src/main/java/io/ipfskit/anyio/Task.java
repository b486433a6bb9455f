package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A task of a group: a handle on its result, its state and its own cancellation.
///
/// @param <T> its result
public final class Task<T extends @Nullable Object> {
    static @Nullable Task<?> currentOrNull() {
        return TaskThread.currentTask();
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

    final TaskThread thread = new TaskThread(this);

    /// Set and used under this; who ends looks at it without, after it changed the state.
    private volatile @Nullable Joiners joiners;

    // Guarded by this.
    private @Nullable List<Lock> heldLocks;

    private volatile TaskState state = TaskState.LIVE;

    /// The result of a task that is done, the failure of one that failed or was cancelled.
    private @Nullable Object outcome;

    /// Waits and checkpoints that its run was not told of; of the task itself.
    int stepsUntold;

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
        this.strand = run.kernel().strand(name, thread);
    }

    /// Starts the strand. The caller has counted the task in its group.
    void start() {
        if (run.instruments != null) {
            run.instruments.spawned(this);
            run.instruments.scheduled(this);
        }
        try {
            strand.start();
        } catch (Throwable refused) {
            root.end();
            run.counters().refused();
            if (run.instruments != null) {
                run.instruments.exited(this);
            }
            throw refused;
        }
    }

    // ---- the verbs of users ----

    /// Waits for the end and returns the result.
    ///
    /// @throws TaskFailed when the task failed or was cancelled; the cause tells
    public T join() throws InterruptedException {
        Task<?> caller = current();
        if (caller == this) {
            throw new IllegalStateException("task '" + name + "' cannot join itself");
        }
        caller.throwIfCancelled();
        if (state == TaskState.LIVE) {
            awaitEnd(caller);
        }
        Throwable failed = failure();
        if (failed != null) {
            throw new TaskFailed(name, failed);
        }
        return value();
    }

    /// Returns where the task is in its life.
    public TaskState state() {
        return state;
    }

    /// Returns the result of a task that is done.
    ///
    /// @throws IllegalStateException when the task is live, failed or was cancelled
    public T result() {
        if (state != TaskState.DONE) {
            throw new IllegalStateException("task '" + name + "' has no result, it is " + state);
        }
        return value();
    }

    @SuppressWarnings({"NullAway", "unchecked"}) // a task that is done holds what its body returned
    private T value() {
        return (T) outcome;
    }

    /// Returns why the task failed or was cancelled, null while live or when done.
    public @Nullable Throwable failure() {
        TaskState now = state;
        return now == TaskState.FAILED || now == TaskState.CANCELLED ? (Throwable) outcome : null;
    }

    /// Cancels this task alone; its group goes on. From any thread.
    public void cancel(String reason) {
        root.cancel(reason);
    }

    /// Runs `action` when the task has ended, also when it never ran its body; at once when it has
    /// ended already. It runs before the group is left, on the strand of the task, and must neither
    /// wait nor throw: for adapters that hand the end on. From any thread.
    public void whenEnded(Runnable action) {
        synchronized (this) {
            Joiners line = line();
            if (state == TaskState.LIVE) {
                line.tell(action);
                return;
            }
        }
        action.run();
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
                watchers.beforeWait(this, wait.what());
            } else {
                watchers.afterWait(this);
            }
        }
    }

    /// Parks the strand of this task, the calling one, at most until `deadline`.
    void park(long deadline) {
        stepsUntold = Counters.step(run, stepsUntold);
        Kernel kernel = run.kernel();
        Instruments watchers = run.instruments;
        if (watchers != null) {
            watchers.afterStep(this);
        }
        try {
            if (deadline == Long.MAX_VALUE) {
                kernel.park();
            } else {
                kernel.parkUntil(deadline);
            }
        } finally {
            if (watchers != null) {
                watchers.beforeStep(this);
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
        watchers.afterStep(this);
        watchers.scheduled(this);
        try {
            run.kernel().relax();
        } finally {
            watchers.beforeStep(this);
        }
    }

    /// Wakes the strand of this task. From any thread.
    void unpark() {
        if (run.instruments != null) {
            run.instruments.scheduled(this);
        }
        strand.unpark();
    }

    boolean isWaitingFor(Wait wait) {
        return wait.equals(waiting);
    }

    /// What the task waits for; null while it runs or is about to.
    @Nullable String waitingFor() {
        Wait wait = waiting;
        return wait == null || wait.isOver() ? null : wait.what();
    }

    void throwIfCancelled() throws InterruptedException {
        CancelScope origin = scope.visible();
        if (origin != null) {
            throw thread.cancelled(origin, Thread.currentThread().isInterrupted());
        }
    }

    /// Wakes the task because a scope it may be in was cancelled.
    void wake() {
        thread.raiseIfInterruptible();
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

    /// The whole life of the task, on its own thread.
    void live() {
        Instruments watchers = run.instruments;
        if (watchers != null) {
            watchers.beforeStep(this);
        }
        runBody();
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
        root.end();
        abandonLocks();
        run.counters().ended(end, origin, stepsUntold);
        outcome = thrown == null ? value : thrown;
        state = end;
        if (joiners != null) {
            tellJoiners();
        }
        Instruments watchers = run.instruments;
        if (watchers != null) {
            watchers.afterStep(this);
            watchers.exited(this);
        }
        FlightRecord.exited(this);
        completion.ended(this);
        if (joiners != null) {
            wakeJoiners();
        }
    }

    /// Waits for the end. A joiner looks at the state after there is a line, the task looks for
    /// joiners after it changed its state: one of the two sees the other.
    private void awaitEnd(Task<?> caller) throws InterruptedException {
        Waiter waiter;
        synchronized (this) {
            Joiners line = line();
            if (state != TaskState.LIVE) {
                return;
            }
            waiter = new Waiter(caller, line.waiting);
            line.waiting.add(waiter);
        }
        waiter.await("join of task '" + name + "'", this);
    }

    /// The line of who wants to know of the end. Guarded by this.
    private Joiners line() {
        Joiners line = joiners;
        if (line == null) {
            line = new Joiners();
            joiners = line;
        }
        return line;
    }

    private void tellJoiners() {
        List<Runnable> actions;
        synchronized (this) {
            actions = line().told();
        }
        for (Runnable action : actions) {
            action.run();
        }
    }

    private void abandonLocks() {
        if (heldLocks == null) {
            return; // a lock is granted only to who waits for it: no other thread sets this now
        }
        List<Lock> abandoned;
        synchronized (this) {
            abandoned = List.copyOf(heldLocks);
        }
        for (Lock lock : abandoned) {
            lock.ownerDied(this);
        }
    }

    private synchronized void wakeJoiners() {
        WaitQueue waiting = line().waiting;
        for (Waiter w = waiting.poll(); w != null; w = waiting.poll()) {
            w.grant();
        }
    }
}
