package io.ipfskit.anyio;

/// Watches a run: told of each step of each task, in order, on the thread where it happens.
///
/// A step is the time from when a task goes on to when it waits next. On a backend that runs tasks
/// in parallel calls come in parallel, for each task in order. Hooks must be quick and must not
/// wait; one that throws is removed and reported, and the run goes on.
public interface Instrument {
    /// The run begins.
    default void beforeRun(Run run) {}

    /// The run has ended.
    default void afterRun(Run run) {}

    /// The task was forked.
    default void spawned(Task<?> task) {}

    /// The task may go on: it was started, or what it waits for came, or it was cancelled.
    default void scheduled(Task<?> task) {}

    /// The task goes on.
    default void beforeStep(Task<?> task) {}

    /// The task stopped at a wait, a checkpoint or its end.
    default void afterStep(Task<?> task) {}

    /// The task has ended.
    default void exited(Task<?> task) {}

    /// The task begins to wait.
    default void beforeWait(Task<?> task, String what) {}

    /// The task waits no longer.
    default void afterWait(Task<?> task) {}
}
