package io.ipfskit.kit;

import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Promise;
import io.ipfskit.anyio.Task;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

/// An operation that runs in the kit's own group, beyond the call that started it.
final class LiveCall<O> implements Running<O> {
    private sealed interface Ended<O> {
        record Returned<O>(O result) implements Ended<O> {}

        record Failed<O>(OperationFailed failed) implements Ended<O> {}
    }

    private final Entrance entrance;
    private final String id;
    private final ProgressRelay progress = new ProgressRelay();
    private final Promise<Ended<O>> ended = new Promise<>();
    private volatile @Nullable Task<?> task;

    private LiveCall(Entrance entrance, String id) {
        this.entrance = entrance;
        this.id = id;
    }

    /// Starts an operation; to be called in the kit's run.
    ///
    /// @param atEnd runs last in the operation's task, whatever happened
    static <I, O> LiveCall<O> start(
            Entrance entrance,
            Kit kit,
            Bound<I, O> bound,
            I input,
            Invocation invocation,
            Body<O, O, ? extends Exception> onResult,
            Runnable atEnd) {
        String id = io.ipfskit.anyio.Rng.uuid().toString();
        LiveCall<O> call = new LiveCall<>(entrance, id);
        ProgressSink outer = invocation.progress();
        ProgressSink sink =
                newest -> {
                    call.progress.put(newest);
                    if (outer != null) {
                        outer.progress(newest);
                    }
                };
        Invocation complete = invocation.withOperationId(id).withProgress(sink);
        call.task =
                kit.calls()
                        .fork(
                                "call " + bound.operation().id(),
                                () -> {
                                    call.run(kit, bound, input, complete, onResult, atEnd);
                                    return true;
                                });
        return call;
    }

    private <I> void run(
            Kit kit,
            Bound<I, O> bound,
            I input,
            Invocation invocation,
            Body<O, O, ? extends Exception> onResult,
            Runnable atEnd)
            throws InterruptedException {
        String name = bound.operation().id();
        Ended<O> how = new Ended.Failed<>(Failures.cancelled(name, id, "ended by an error"));
        try {
            how = new Ended.Returned<>(kit.operations().invoke(bound, input, invocation, onResult));
        } catch (OperationFailed e) {
            how = new Ended.Failed<>(e);
        } catch (InterruptedException e) {
            how = new Ended.Failed<>(Failures.cancelled(name, id, String.valueOf(e.getMessage())));
            throw e;
        } catch (Exception e) {
            how = new Ended.Failed<>(Failures.of(e, name, id));
        } finally {
            ended.tryComplete(how);
            progress.close();
            atEnd.run();
        }
    }

    @Override
    public String operationId() {
        return id;
    }

    @Override
    public @Nullable Progress progress() {
        return progress.newest();
    }

    @Override
    public @Nullable Progress awaitProgress(@Nullable Progress seen) throws InterruptedException {
        return entrance.enter(() -> progress.awaitOther(seen));
    }

    @Override
    public O result() throws InterruptedException {
        return entrance.enter(this::resultInside);
    }

    /// The result, for tasks of the kit's run.
    O resultInside() throws InterruptedException {
        return switch (ended.await()) {
            case Ended.Returned<O>(O result) -> result;
            case Ended.Failed<O>(OperationFailed failed) -> throw failed;
        };
    }

    @Override
    public void cancel(String reason) {
        Task<?> running = task;
        if (running != null) {
            running.cancel(reason);
        }
    }

    @Override
    public void close() {
        cancel("closed by its owner");
        if (ended.isDone()) {
            return;
        }
        try {
            entrance.enter(() -> {
                CancelScope.shield(_ -> ended.await());
                return true;
            });
        } catch (ClosedResource _) {
            // The kit has stopped, and this call with it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
