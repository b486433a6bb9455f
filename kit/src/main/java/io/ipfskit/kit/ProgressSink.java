package io.ipfskit.kit;

import io.ipfskit.operation.Progress;

/// Takes the progress of a running operation in a task of its own. Values replace each other while
/// this blocks: a slow taker sees the newest and slows nothing. The last value comes before the
/// result. An exception from here fails the operation.
@FunctionalInterface
public interface ProgressSink {
    /// Takes the newest value.
    ///
    /// @throws InterruptedException when the operation is cancelled
    void progress(Progress progress) throws InterruptedException;
}
