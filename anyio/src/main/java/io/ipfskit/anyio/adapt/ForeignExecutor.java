package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Work;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// A task's piece of work on a foreign executor: the pool of a database driver, the thread of a
/// user interface.
public final class ForeignExecutor {
    private ForeignExecutor() {}

    /// Runs `work` on the executor and waits for it, parked as tasks are. A task cancelled while
    /// the work still stands in the executor's queue leaves at once, and the work never runs; one
    /// cancelled while it runs does as `onCancel` says.
    ///
    /// Nothing of anyio may wait inside `work`. On `sim` the executor must run the work on the
    /// caller's thread (`Runnable::run`).
    ///
    /// @throws X what the work throws
    /// @throws RejectedExecutionException when the executor refuses
    public static <R extends @Nullable Object, X extends Exception> R call(
            Executor executor, Work<R, X> work, OnCancel onCancel) throws X, InterruptedException {
        Checkpoint.ifCancelled();
        Job<R, X> job = new Job<>(work);
        executor.execute(job);
        try {
            Waits.inTask(job.ended);
        } catch (InterruptedException cancelled) {
            if (job.leave(onCancel)) {
                throw cancelled;
            }
            CancelScope.shield(scope -> {
                Waits.inTask(job.ended);
                return 0;
            });
            if (onCancel == OnCancel.INTERRUPT && job.failure() instanceof InterruptedException) {
                throw cancelled;
            }
            if (!(cancelled instanceof Cancelled)) {
                Thread.currentThread().interrupt();
            }
        }
        return job.result();
    }

    private static final class Job<R extends @Nullable Object, X extends Exception>
            implements Runnable {
        private final Work<R, X> work;
        final CompletableFuture<R> ended = new CompletableFuture<>();

        // Guarded by this. Invariant: thread is set exactly while the work runs.
        private @Nullable Thread thread;
        private boolean isLeft;
        private boolean isOver;
        private boolean wasInterrupted;

        Job(Work<R, X> work) {
            this.work = work;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (isLeft) {
                    return;
                }
                thread = Thread.currentThread();
            }
            R value;
            try {
                value = work.run();
            } catch (Throwable failure) {
                finish();
                ended.completeExceptionally(failure);
                return;
            }
            finish();
            ended.complete(value);
        }

        /// The work is over; an interrupt of ours must not reach the executor's next job.
        private void finish() {
            synchronized (this) {
                thread = null;
                isOver = true;
                if (wasInterrupted) {
                    Thread.interrupted();
                }
            }
        }

        /// The task wants to go; tells whether it may.
        synchronized boolean leave(OnCancel onCancel) {
            if (isOver) {
                return false;
            }
            if (thread == null || onCancel == OnCancel.ABANDON) {
                isLeft = true;
                return true;
            }
            if (onCancel == OnCancel.INTERRUPT) {
                wasInterrupted = true;
                thread.interrupt();
            }
            return false;
        }

        @Nullable Throwable failure() {
            return ended.isCompletedExceptionally() ? ended.exceptionNow() : null;
        }

        @SuppressWarnings("unchecked") // the work throws only X, and what nobody declares
        R result() throws X {
            try {
                return ended.join();
            } catch (CompletionException failed) {
                throw (X) (failed.getCause() == null ? failed : failed.getCause());
            }
        }
    }
}
