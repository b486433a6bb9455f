package io.ipfskit.anyio;

/// Where a task is in its life.
public enum TaskState {
    /// Running, ready to run, or waiting.
    LIVE,
    /// Ended with a result.
    DONE,
    /// Ended with a failure.
    FAILED,
    /// Ended because a scope around it was cancelled.
    CANCELLED
}
