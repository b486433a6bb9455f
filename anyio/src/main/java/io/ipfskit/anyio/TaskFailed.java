package io.ipfskit.anyio;

/// A task failed: its failure is the cause. Thrown where the task's group is left, and by
/// [Task#join()].
///
/// Failures of further tasks of the group are suppressed on it, in the order in which they
/// happened.
public final class TaskFailed extends RuntimeException {
    private final String taskName;

    TaskFailed(String taskName, Throwable cause) {
        super("task '" + taskName + "' failed: " + cause, cause);
        this.taskName = taskName;
    }

    /// Returns the name of the task that failed.
    public String taskName() {
        return taskName;
    }
}
