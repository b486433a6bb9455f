package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.anyio.TaskState;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/// What tests of code on anyio need: runs on the backend of the test, with a leak check, and
/// waiting without clocks.
public final class TestKit {
    private TestKit() {}

    /// Returns the backend that the running [BackendTest] is for.
    ///
    /// @throws IllegalStateException outside one
    public static Backend backend() {
        return BackendExtension.current();
    }

    /// Runs `body` on the backend of the test and checks that the run left nothing behind: no task,
    /// timer, token, permit, open file, socket, thread or process, and nothing open that was opened
    /// through a [Strict] wrapper.
    public static <R extends @Nullable Object, X extends Exception> R run(Body<Run, R, X> body)
            throws X, InterruptedException {
        return run(new RunOptions(), body);
    }

    /// As [#run(Body)] with options.
    public static <R extends @Nullable Object, X extends Exception> R run(
            RunOptions options, Body<Run, R, X> body) throws X, InterruptedException {
        return run(backend(), options, body);
    }

    static <R extends @Nullable Object, X extends Exception> R run(
            Backend backend, RunOptions options, Body<Run, R, X> body)
            throws X, InterruptedException {
        LeakCheck leaks = new LeakCheck();
        AtomicReference<@Nullable Run> ran = new AtomicReference<>();
        Body<Run, R, X> watched =
                run -> {
                    ran.set(run);
                    R done;
                    try {
                        done = body.run(run);
                    } catch (Throwable thrown) {
                        try {
                            Strict.requireAllClosed();
                        } catch (AssertionError open) {
                            thrown.addSuppressed(open);
                        }
                        throw thrown;
                    }
                    Strict.requireAllClosed();
                    return done;
                };
        R result;
        try {
            result = AnyIO.run(backend, options, watched);
        } catch (Throwable thrown) {
            try {
                leaks.requireNothingLeft(ran.get());
            } catch (AssertionError left) {
                thrown.addSuppressed(left);
            }
            throw thrown;
        }
        leaks.requireNothingLeft(ran.get());
        return result;
    }

    /// Waits until every other task of the run waits for something. Tasks inside a blocking call
    /// count as waiting.
    public static void awaitAllBlocked() throws InterruptedException {
        long me = AnyIO.taskId();
        while (true) {
            boolean blocked = true;
            for (TaskInfo task : AnyIO.current().tasks()) {
                blocked &= task.id() == me || task.waitingFor() != null;
            }
            if (blocked) {
                return;
            }
            Checkpoint.now();
        }
    }

    /// Waits until the task waits for something, or has ended.
    public static void awaitWaiting(Task<?> task) throws InterruptedException {
        while (task.state() == TaskState.LIVE && task.info().waitingFor() == null) {
            Checkpoint.now();
        }
    }

    /// Waits until the task has ended, however.
    public static void awaitEnd(Task<?> task) throws InterruptedException {
        while (task.state() == TaskState.LIVE) {
            Checkpoint.now();
        }
    }

    /// Runs `work` in a task, waits until it waits, cancels it and requires that this ended it.
    public static void assertWaitsUntilCancelled(Callable<?> work) throws InterruptedException {
        TaskGroup.open(group -> {
            Task<?> task = group.fork("to be cancelled", work);
            TestKit.awaitAllBlocked();
            task.cancel("enough");
            awaitEnd(task);
            if (task.state() != TaskState.CANCELLED) {
                throw new AssertionError("cancelling did not end " + task);
            }
            return 0;
        });
    }
}
