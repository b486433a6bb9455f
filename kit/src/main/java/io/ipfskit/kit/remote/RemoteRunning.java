package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Event;
import io.ipfskit.kit.ProgressSink;
import io.ipfskit.kit.Running;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// A call that runs in the kit's own task tree while others look at it.
final class RemoteRunning<O> implements Running<O>, ProgressSink {
    private final RemoteKit kit;
    private @Nullable Future<O> future;

    // Guarded by this.
    private String operationId = "";
    private @Nullable Progress newest;
    private boolean ended;
    private @Nullable String cancelReason;
    private Event changed = new Event();

    RemoteRunning(RemoteKit kit) {
        this.kit = kit;
    }

    void future(Future<O> future) {
        this.future = future;
    }

    private Future<O> started() {
        Future<O> running = future;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    /// The server gave the run this id.
    synchronized void identified(String id) {
        operationId = id;
    }

    /// The call ended, however.
    synchronized void ended() {
        ended = true;
        changed.set();
    }

    @Override
    public synchronized void progress(Progress progress) {
        newest = progress;
        changed.set();
        changed = new Event();
    }

    @Override
    public synchronized String operationId() {
        return operationId;
    }

    @Override
    public synchronized @Nullable Progress progress() {
        return newest;
    }

    @Override
    public @Nullable Progress awaitProgress(@Nullable Progress seen) throws InterruptedException {
        return kit.enter(() -> {
            while (true) {
                Event wait;
                synchronized (this) {
                    if (newest != null && !newest.equals(seen)) {
                        return newest;
                    }
                    if (ended) {
                        return null;
                    }
                    wait = changed;
                }
                wait.await();
            }
        });
    }

    @Override
    public O result() throws InterruptedException {
        while (awaitProgress(progress()) != null) {
            // until it has ended
        }
        try {
            return started().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperationFailed failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (CancellationException e) {
            String reason;
            synchronized (this) {
                reason = cancelReason;
            }
            throw new OperationFailed(
                    ErrorCode.CANCELLED,
                    reason == null ? "the operation was cancelled" : reason,
                    e);
        }
    }

    @Override
    public void cancel(String reason) {
        synchronized (this) {
            if (cancelReason == null) {
                cancelReason = reason;
            }
        }
        started().cancel(true);
    }

    @Override
    public void close() {
        cancel("closed by its owner");
    }
}
