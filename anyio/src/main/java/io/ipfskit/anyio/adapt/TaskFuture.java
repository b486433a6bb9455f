package io.ipfskit.anyio.adapt;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A future that tasks may wait for without blocking their thread, and whose cancellation goes on
/// to the task behind it.
class TaskFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    // Guarded by this.
    private @Nullable Runnable canceller;
    private boolean isCancelPassedOn;

    /// Says how the task behind the future is cancelled.
    final void onCancel(Runnable canceller) {
        synchronized (this) {
            this.canceller = canceller;
            if (!isCancelPassedOn) {
                return;
            }
        }
        canceller.run();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean first = super.cancel(mayInterruptIfRunning);
        if (first) {
            passCancelOn();
        }
        return first;
    }

    final void passCancelOn() {
        Runnable known;
        synchronized (this) {
            isCancelPassedOn = true;
            known = canceller;
        }
        if (known != null) {
            known.run();
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            Waits.untilSettled(this);
        }
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!isDone()) {
            Waits.untilSettled(this, timeout, unit);
        }
        return super.get();
    }

    /// Waits as [CompletableFuture#join()] does; a task that is cancelled meanwhile leaves with a
    /// `CompletionException` around the cancellation, which its scope still recognises.
    @Override
    public T join() {
        if (!isDone() && Waits.isTask()) {
            try {
                Waits.inTask(this);
            } catch (InterruptedException cancelled) {
                throw new CompletionException(cancelled);
            }
        }
        return super.join();
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new TaskFuture<>();
    }

    final T blockingGet() throws InterruptedException, ExecutionException {
        return super.get();
    }

    final T blockingGet(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return super.get(timeout, unit);
    }

    /// Settles the future of a task that ended without doing so.
    final void endedWith(@Nullable Throwable failure, boolean cancelled) {
        if (cancelled || failure == null) {
            completeExceptionally(
                    new CancellationException(
                            failure == null ? "the task was cancelled" : failure.getMessage()));
        } else {
            completeExceptionally(failure);
        }
    }
}
