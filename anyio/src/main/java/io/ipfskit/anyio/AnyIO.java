package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// The way in: runs a body as the root task of a new run.
public final class AnyIO {
    private AnyIO() {}

    /// Runs `main` on the backend and returns its result when it and every task below it ended.
    ///
    /// @throws X what the body throws
    /// @throws InterruptedException a [Cancelled] when the root scope was cancelled; otherwise when
    ///   the caller was interrupted, which cancels the root scope
    /// @throws IllegalStateException when called inside a run
    public static <R extends @Nullable Object, X extends Exception> R run(
            Backend backend, Body<Run, R, X> main) throws X, InterruptedException {
        return run(backend, new RunOptions(), main);
    }

    /// As [#run(Backend, Body)] with options.
    public static <R extends @Nullable Object, X extends Exception> R run(
            Backend backend, RunOptions options, Body<Run, R, X> main)
            throws X, InterruptedException {
        Objects.requireNonNull(main, "main");
        if (isInside()) {
            throw new IllegalStateException(
                    "AnyIO.run inside a run: open a TaskGroup, or use Portal.start");
        }
        return new RootRun<>(backend, options, main).run();
    }

    /// Returns the caller's run.
    ///
    /// @throws IllegalStateException outside a run
    public static Run current() {
        return Run.ofCaller();
    }

    /// Returns the number of the calling task, as [TaskInfo#id()] tells it.
    ///
    /// @throws IllegalStateException outside a run
    public static long taskId() {
        return Task.current().id();
    }

    /// Returns whether the caller is inside a task, or inside a foreign call of one.
    public static boolean isInside() {
        return Run.ofCallerOrNull() != null;
    }
}
