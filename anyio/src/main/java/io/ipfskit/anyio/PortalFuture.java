package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/// The handle that a foreign thread holds on a task: the edge where tasks become futures.
final class PortalFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    // Guarded by this.
    private @Nullable Task<T> task;
    private @Nullable String cancelReason;

    void task(Task<T> started) {
        String reason;
        synchronized (this) {
            task = started;
            reason = cancelReason;
        }
        if (reason != null) {
            started.cancel(reason);
        }
    }

    /// Cancels the task; the future is settled when it ended.
    void cancelTask(String reason) {
        Task<T> started;
        synchronized (this) {
            cancelReason = reason;
            started = task;
        }
        if (started != null) {
            started.cancel(reason);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean first = super.cancel(mayInterruptIfRunning);
        if (first) {
            cancelTask("the future was cancelled");
        }
        return first;
    }

    void settle(Task<T> ended) {
        Throwable failure = ended.failure();
        switch (ended.state()) {
            case DONE -> complete(ended.result());
            case CANCELLED ->
                    completeExceptionally(
                            new java.util.concurrent.CancellationException(
                                    failure == null ? "cancelled" : failure.getMessage()));
            case FAILED ->
                    completeExceptionally(
                            failure == null ? new IllegalStateException("failed") : failure);
            case LIVE -> throw new IllegalStateException("a live task has not ended");
        }
    }
}
