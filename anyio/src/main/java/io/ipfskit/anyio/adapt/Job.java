package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.OnCancel;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;

/// One job of a [TaskExecutor]: the future that its submitter holds, and the body of its task.
///
/// Cancelled before it began it never runs. While it runs `cancel(true)` cancels the scope around
/// it, and `cancel(false)` lets it run on, as [java.util.concurrent.Future] says.
final class Job<T extends @Nullable Object> extends TaskFuture<T> {
    private final Callable<T> body;
    private final @Nullable OnCancel blocking;

    // Guarded by this. Set exactly while the job runs.
    private @Nullable CancelScope scope;

    Job(Callable<T> body, @Nullable OnCancel blocking) {
        this.body = body;
        this.blocking = blocking;
    }

    /// The body of the task; never fails, so that the group goes on.
    int run() throws InterruptedException {
        CancelScope.run(entered -> {
            synchronized (this) {
                if (isDone()) {
                    return 0;
                }
                scope = entered;
            }
            try {
                complete(blocking == null ? body.call() : callBlocking(blocking));
            } catch (InterruptedException cancelled) {
                endedWith(cancelled, cancelled instanceof Cancelled || entered.isCancelRequested());
                throw cancelled;
            } catch (Throwable failure) {
                completeExceptionally(failure);
            } finally {
                synchronized (this) {
                    scope = null;
                }
            }
            return 0;
        });
        return 0;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean first = !isDone() && super.cancel(mayInterruptIfRunning);
        if (first && mayInterruptIfRunning) {
            CancelScope running;
            synchronized (this) { // a job that began before is seen, one that begins later sees
                running = scope;
            }
            if (running != null) {
                running.cancel("the future was cancelled");
            }
        }
        return first;
    }

    /// Cancels what runs, and settles the future when it ended.
    void stop(String reason) {
        CancelScope running;
        synchronized (this) {
            running = scope;
        }
        if (running != null) {
            running.cancel(reason);
        } else {
            cancel(true); // settles first, then looks whether it has begun meanwhile
        }
    }

    private T callBlocking(OnCancel onCancel) throws Exception {
        return Blocking.<T, Exception>call(body::call, onCancel);
    }
}
