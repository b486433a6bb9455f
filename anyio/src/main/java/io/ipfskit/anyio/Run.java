package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// One run of anyio: a root task and everything below it, on one backend.
public final class Run {
    private final Backend backend;
    private final Kernel kernel;
    private final Counters counters = new Counters();
    private final AtomicLong taskIds = new AtomicLong();
    private final AtomicLong scopeIds = new AtomicLong();
    private final IdentityHashMap<RunLocal<?>, Object> locals = new IdentityHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final RunSupport support = new RunSupport(this);
    private volatile @Nullable Task<?> rootTask;
    private volatile @Nullable RunStatistics atEnd;

    /// Null when nobody watches, which costs nothing then.
    final @Nullable Instruments instruments;

    /// Null when no context is carried, which costs nothing then.
    final @Nullable ContextBridges bridges;

    Run(Backend backend, List<Instrument> instruments, List<ContextBridge> bridges) {
        this.bridges = ContextBridges.of(bridges);
        this.backend = backend;
        this.kernel = backend.open();
        this.instruments = Instruments.of(instruments, kernel);
        kernel.attach(this);
    }

    /// Returns the backend that really runs this.
    public Backend backend() {
        return backend;
    }

    /// Returns the root scope: cancelling it ends the run.
    public CancelScope scope() {
        return root().root();
    }

    /// Returns the live tasks, parents before children.
    public List<TaskInfo> tasks() {
        List<TaskInfo> infos = new ArrayList<>();
        for (Task<?> task : TaskTree.of(root())) {
            infos.add(task.info());
        }
        return infos;
    }

    /// Asks the live task of that number to end, as [Task#cancel] does. From any thread.
    ///
    /// @return whether there is such a task
    public boolean cancel(long taskId, String reason) {
        for (Task<?> task : TaskTree.of(root())) {
            if (task.id() == taskId) {
                task.cancel(reason);
                return true;
            }
        }
        return false;
    }

    /// Returns the task tree as text, for people.
    public String dump() {
        return TaskTree.text(this);
    }

    /// Returns the task tree as JSON, for programs.
    public String dumpJson() {
        return TaskTree.json(this);
    }

    /// Returns the numbers of this run.
    public RunStatistics statistics() {
        RunStatistics last = atEnd;
        return last == null ? counters.snapshot(taskIds.get(), kernel) : last;
    }

    /// Ends what was left open and the kernel, after the last task.
    void close() {
        atEnd = statistics();
        try {
            support.end();
        } finally {
            kernel.close();
        }
    }

    /// The run of the calling thread: of its task, or of the task whose foreign call it carries.
    static Run ofCaller() {
        Run run = ofCallerOrNull();
        if (run == null) {
            throw new IllegalStateException(
                    "not inside a run: call this within AnyIO.run or through a Portal");
        }
        return run;
    }

    static @Nullable Run ofCallerOrNull() {
        Task<?> caller = Task.currentOrNull();
        if (caller != null) {
            return caller.run();
        }
        return ForeignCall.CURRENT.isBound() ? ForeignCall.CURRENT.get().task().run() : null;
    }

    void requireSameRun() {
        if (Task.current().run() != this) {
            throw new IllegalStateException(
                    "this belongs to another run; cross over through a Portal");
        }
    }

    @Nullable Object local(RunLocal<?> key) {
        synchronized (locals) {
            return locals.get(key);
        }
    }

    @Nullable Object local(RunLocal<?> key, @Nullable Object value) {
        synchronized (locals) {
            return value == null ? locals.remove(key) : locals.put(key, value);
        }
    }

    void ended() {
        ended.countDown();
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    Kernel kernel() {
        return kernel;
    }

    RunSupport support() {
        return support;
    }

    Counters counters() {
        return counters;
    }

    long nextTaskId() {
        return taskIds.incrementAndGet();
    }

    long nextScopeId() {
        return scopeIds.incrementAndGet();
    }

    Task<?> root() {
        Task<?> root = rootTask;
        if (root == null) {
            throw new IllegalStateException("the run has not started");
        }
        return root;
    }

    void root(Task<?> task) {
        rootTask = task;
    }
}
