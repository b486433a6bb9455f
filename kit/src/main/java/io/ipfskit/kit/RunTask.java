package io.ipfskit.kit;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.json.Validator;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

/// The task that does one run of an operation: it checks the input, calls the handler, and gives
/// the result to who takes it.
final class RunTask {
    private RunTask() {}

    /// How it went.
    sealed interface Done<R extends @Nullable Object> {
        /// Handler and taker of the result returned.
        record Returned<R extends @Nullable Object>(R result) implements Done<R> {}

        /// The operation failed.
        record Failed<R extends @Nullable Object>(OperationFailed failed) implements Done<R> {}

        /// The taker of the result failed.
        record Undelivered<R extends @Nullable Object>(Throwable thrown) implements Done<R> {}
    }

    /// Does the run in a task named after the operation, below the calling one.
    static <I, O, R extends @Nullable Object, X extends Exception> Done<R> run(
            Bound<I, O> bound,
            I input,
            OperationRun run,
            Invocation invocation,
            Body<O, R, X> onResult)
            throws InterruptedException {
        String name = bound.operation().id();
        try {
            return TaskGroup.open(
                    name,
                    group -> {
                        Task<Done<R>> task =
                                group.fork(
                                        name,
                                        () -> perform(bound, input, run, invocation, onResult));
                        return task.join();
                    });
        } catch (TaskFailed e) {
            Checkpoint.ifCancelled(); // the task below may have seen the cancellation first
            return new Done.Failed<>(Failures.of(e, name, run.operationId()));
        }
    }

    private static <I, O, R extends @Nullable Object, X extends Exception> Done<R> perform(
            Bound<I, O> bound,
            I input,
            OperationRun run,
            Invocation invocation,
            Body<O, R, X> onResult)
            throws InterruptedException {
        String name = bound.operation().id();
        run.taskId(AnyIO.taskId());
        O output;
        try {
            Validator.check(input);
            output = handle(bound, input, run, invocation.progress());
        } catch (Exception | StackOverflowError | AssertionError e) {
            Failures.throwIfInterruption(e);
            return new Done.Failed<>(Failures.of(e, name, run.operationId()));
        }
        try {
            return new Done.Returned<>(onResult.run(output));
        } catch (OperationFailed e) {
            Failures.throwIfInterruption(e);
            return new Done.Failed<>(Failures.of(e, name, run.operationId()));
        } catch (Exception e) {
            Failures.throwIfInterruption(e);
            return new Done.Undelivered<>(e);
        } finally {
            if (output instanceof ByteStream stream) {
                stream.close();
            }
        }
    }

    /// Runs the handler, beside it a task that hands over progress when somebody takes it.
    private static <I, O> O handle(
            Bound<I, O> bound, I input, OperationRun run, @Nullable ProgressSink sink)
            throws InterruptedException {
        if (sink == null) {
            return bound.handler().handle(input, run);
        }
        long[] seen = {0};
        O output =
                TaskGroup.open(
                        bound.operation().id() + " with progress",
                        group -> {
                            group.forkService(
                                    "progress",
                                    () -> {
                                        while (true) {
                                            ProgressRelay.Versioned newer =
                                                    run.relay().await(seen[0]);
                                            if (newer == null) {
                                                return null;
                                            }
                                            seen[0] = newer.version();
                                            sink.progress(newer.progress());
                                        }
                                    });
                            return bound.handler().handle(input, run);
                        });
        ProgressRelay.Versioned last = run.relay().newerThan(seen[0]);
        if (last != null) {
            sink.progress(last.progress());
        }
        return output;
    }
}
