package io.ipfskit.kit;

import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

/// An operation that was started and not yet waited for. Who started it closes it; closing early
/// cancels the work.
///
/// @param <O> the operation's output
public interface Running<O> extends AutoCloseable {
    /// The id of this run, as `runtime tasks --operation` and `admin.cancel` take it.
    String operationId();

    /// The newest progress, or null while there is none. Never blocks.
    @Nullable Progress progress();

    /// Waits until the progress is newer than `seen`, and returns it; null when the operation has
    /// ended.
    ///
    /// @throws InterruptedException when the caller is cancelled; the operation goes on
    @Nullable Progress awaitProgress(@Nullable Progress seen) throws InterruptedException;

    /// Waits for the end.
    ///
    /// @throws io.ipfskit.operation.OperationFailed when it failed or was cancelled
    /// @throws InterruptedException when the caller is cancelled; the operation goes on
    O result() throws InterruptedException;

    /// Asks the operation to end; the first reason is kept. Does not wait.
    void cancel(String reason);

    /// Cancels the operation if it still runs, and waits for its end. Idempotent.
    @Override
    void close();
}
