package io.ipfskit.anyio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;

/// A process that runs inside [Processes#open]. Its streams are channels of byte chunks: a process
/// whose output nobody receives is held up by its full pipe; one whose receiving channel was closed
/// writes to nowhere.
public final class ChildProcess {
    private static final System.Logger LOG = System.getLogger(ChildProcess.class.getName());
    private static final int CHUNK_BYTES = 16 << 10;
    private static final int CHUNKS_BUFFERED = 4;
    private static final Duration DRAIN_MAX = Duration.ofSeconds(1);

    private final Command command;
    private final ProcessGroup group;
    private final Process process;
    private final Run run;
    private final Channel<byte[]> in = Channel.open(CHUNKS_BUFFERED);
    private final Channel<byte[]> out = Channel.open(CHUNKS_BUFFERED);
    private final Channel<byte[]> err = Channel.open(CHUNKS_BUFFERED);
    private final Event exited = new Event();
    private final Event outDrained = new Event();
    private final Event errDrained = new Event();

    // Of the task that opened it.
    private boolean isEnded;

    ChildProcess(Command command, ProcessGroup group, Run run) {
        this.command = command;
        this.group = group;
        this.run = run;
        this.process = group.leader();
        run.counters().processes(1);
        // By the JDK's thread that waits for processes.
        var _ = process.onExit().whenComplete((_, _) -> exited.set());
    }

    /// Returns the number that the machine gave it.
    public long pid() {
        return process.pid();
    }

    /// Returns its standard input. Closing it ends the input; a send fails with [BrokenResource]
    /// once the process reads no more.
    public SendChannel<byte[]> stdin() {
        return in.sender();
    }

    /// Returns its standard output.
    public ReceiveChannel<byte[]> stdout() {
        return out.receiver();
    }

    /// Returns its standard error.
    public ReceiveChannel<byte[]> stderr() {
        return err.receiver();
    }

    /// Returns whether it runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end and returns its exit code; 128 + n when signal n ended it. Receive or
    /// close its outputs first or meanwhile, or it may wait for you.
    public int waitFor() throws InterruptedException {
        exited.await();
        return process.exitValue();
    }

    /// Asks it, and what it started, to end.
    public void terminate() throws InterruptedException {
        onHelper("signal", group::terminate);
    }

    /// Ends it, and what it started.
    public void kill() throws InterruptedException {
        onHelper("signal", group::kill);
    }

    // ---- the side of Processes ----

    static ChildProcess start(Command command) throws IOException, InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Work<ProcessGroup, IOException> work = () -> ProcessGroup.start(command);
        ProcessGroup started =
                Handover.start(task, work, null, task.run().kernel()::helper)
                        .awaitUnlessQueued("start of process '" + command.name() + "'");
        return new ChildProcess(command, started, task.run());
    }

    /// Starts the services that carry the streams.
    void serve(TaskGroup group) {
        group.forkService("stdin", () -> feed(process.getOutputStream()));
        group.forkService("stdout", () -> drain(process.getInputStream(), out, outDrained));
        group.forkService("stderr", () -> drain(process.getErrorStream(), err, errDrained));
    }

    /// Ends the process: first by asking, after the grace by force; then what it left behind.
    void end() throws InterruptedException {
        if (isEnded) {
            return;
        }
        isEnded = true;
        in.sender().close();
        out.receiver().close();
        err.receiver().close();
        if (process.isAlive()) {
            terminate();
            Outcome<Integer> asked =
                    CancelScope.moveOnAfter(
                            command.grace(),
                            _ -> {
                                exited.await();
                                return 0;
                            });
            if (asked.wasCaught()) {
                LOG.log(
                        Level.DEBUG,
                        "process {0} did not end within {1} and is killed",
                        pid(),
                        command.grace());
            }
        }
        kill();
        exited.await();
        run.counters().processes(-1);
    }

    /// After the end: lets the services see the end of the streams, and closes them. What escaped
    /// from the group may hold a pipe open; nobody waits for that.
    void close() throws InterruptedException {
        CancelScope.moveOnAfter(
                DRAIN_MAX,
                _ -> {
                    outDrained.await();
                    errDrained.await();
                    return 0;
                });
        onHelper(
                "close",
                () -> {
                    closeQuietly(process.getOutputStream());
                    closeQuietly(process.getInputStream());
                    closeQuietly(process.getErrorStream());
                });
    }

    private int feed(OutputStream stream) throws InterruptedException {
        try (ReceiveChannel<byte[]> chunks = in.receiver()) {
            while (chunks.receiveOrEnd() instanceof ReceiveResult.Received<byte[]>(byte[] chunk)) {
                call(
                        "input",
                        () -> {
                            stream.write(chunk);
                            stream.flush();
                            return 0;
                        });
            }
            call(
                    "input",
                    () -> {
                        stream.close();
                        return 0;
                    });
        } catch (IOException readsNoMore) {
            LOG.log(Level.DEBUG, "process {0} reads no more: {1}", pid(), readsNoMore.getMessage());
        }
        return 0;
    }

    private int drain(InputStream stream, Channel<byte[]> into, Event drained)
            throws InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        boolean isWanted = true;
        try (SendChannel<byte[]> sender = into.sender()) {
            while (true) {
                int count = call("output", () -> stream.read(buffer));
                if (count < 0) {
                    return 0;
                }
                if (isWanted) {
                    isWanted = offer(sender, Arrays.copyOf(buffer, count));
                }
            }
        } catch (IOException closed) {
            LOG.log(Level.DEBUG, "output of process {0} ended: {1}", pid(), closed.getMessage());
            return 0;
        } finally {
            drained.set();
        }
    }

    private static boolean offer(SendChannel<byte[]> sender, byte[] chunk)
            throws InterruptedException {
        try {
            sender.send(chunk);
            return true;
        } catch (BrokenResource nobodyWantsIt) {
            return false;
        }
    }

    /// A stream call that may block as long as the process lives, on a helper thread.
    private <R> R call(String what, Work<R, IOException> work)
            throws IOException, InterruptedException {
        Task<?> task = Task.current();
        return Handover.start(task, work, null, task.run().kernel()::helper)
                .awaitOrAbandon(what + " of process " + pid());
    }

    private void onHelper(String what, Runnable work) throws InterruptedException {
        Task<?> task = Task.current();
        Work<Integer, RuntimeException> job =
                () -> {
                    work.run();
                    return 0;
                };
        Handover.start(task, job, null, task.run().kernel()::helper)
                .awaitEnd(what + " of process " + pid());
    }

    private static void closeQuietly(java.io.Closeable stream) {
        try {
            stream.close();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "closing a pipe failed: {0}", failed.getMessage());
        }
    }

    @Override
    public String toString() {
        return "ChildProcess[" + pid() + " " + command.name() + "]";
    }
}
