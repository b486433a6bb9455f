package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;

/// Subprocesses that live no longer than the call that started them: when it returns, fails or is
/// cancelled, the process and everything it started is asked to end (SIGTERM) and, after a grace,
/// killed.
///
/// What a process starts stays in a group of its own where the machine has `setsid`; there the
/// whole group ends. Elsewhere only the descendants end that are still known as such. A process
/// that leaves its session and its parents on purpose (a daemon) escapes.
///
/// Works on every real backend; on `sim`, which takes no part in the world, it is refused.
public final class Processes {
    private Processes() {}

    /// How a process ended.
    ///
    /// @param exitCode its exit code; 128 + n when signal n ended it
    /// @param out what it wrote to its standard output
    /// @param err what it wrote to its standard error
    @SuppressWarnings("ArrayRecordComponent")
    public record Result(int exitCode, byte[] out, byte[] err) {}

    /// Runs a command to its end and collects its output. An exit code other than zero is an
    /// answer, not a failure.
    ///
    /// @throws java.io.FileNotFoundException when there is no such program
    /// @throws ProcessOutputTooLong when it writes more than the command allows
    /// @throws UnsupportedOperationException on `sim`
    public static Result run(Command command) throws IOException, InterruptedException {
        try {
            return open(command, child -> collect(command, child));
        } catch (TaskFailed failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /// Starts a command, runs `body` beside it and ends it when the body ends.
    ///
    /// @throws java.io.FileNotFoundException when there is no such program
    /// @throws UnsupportedOperationException on `sim`
    public static <R extends @Nullable Object, X extends Exception> R open(
            Command command, Body<ChildProcess, R, X> body)
            throws X, IOException, InterruptedException {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(body, "body");
        Backend backend = Run.ofCaller().backend();
        if (backend.isSimulated()) {
            throw new UnsupportedOperationException(
                    "backend '"
                            + backend.name()
                            + "' starts no processes: '"
                            + command.name()
                            + "' would take part in the real world");
        }
        ChildProcess child = ChildProcess.start(command);
        try {
            return TaskGroup.open(
                    "process " + command.name(),
                    group -> {
                        child.serve(group);
                        try {
                            return body.run(child);
                        } finally {
                            CancelScope.shield(_ -> {
                                child.end(); // while its streams are still carried
                                child.close();
                                return 0;
                            });
                        }
                    });
        } finally {
            CancelScope.shield(_ -> {
                child.end();
                return 0;
            });
        }
    }

    private static Result collect(Command command, ChildProcess child) throws InterruptedException {
        return TaskGroup.open(
                "run",
                group -> {
                    Task<byte[]> out =
                            group.fork(
                                    "collect-stdout",
                                    () -> collect(command, "output", child.stdout()));
                    Task<byte[]> err =
                            group.fork(
                                    "collect-stderr",
                                    () -> collect(command, "error output", child.stderr()));
                    feed(command, child);
                    int exitCode = child.waitFor();
                    child.kill(); // what it left behind would keep the pipes open
                    return new Result(exitCode, out.join(), err.join());
                });
    }

    private static void feed(Command command, ChildProcess child) throws InterruptedException {
        try (SendChannel<byte[]> stdin = child.stdin()) {
            if (command.input().length > 0) {
                stdin.send(command.input());
            }
        } catch (BrokenResource readsNoMore) {
            // its exit code tells what it thinks of its input
        }
    }

    private static byte[] collect(Command command, String what, ReceiveChannel<byte[]> chunks)
            throws IOException, InterruptedException {
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        while (chunks.receiveOrEnd() instanceof ReceiveResult.Received<byte[]>(byte[] chunk)) {
            if (collected.size() + chunk.length > command.outputMax()) {
                throw new ProcessOutputTooLong(command.name(), what, command.outputMax());
            }
            collected.write(chunk, 0, chunk.length);
        }
        return collected.toByteArray();
    }
}
