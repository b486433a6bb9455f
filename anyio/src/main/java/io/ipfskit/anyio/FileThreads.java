package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Hands file calls to the file threads of the caller's run.
final class FileThreads {
    private static final System.Logger LOG = System.getLogger(FileThreads.class.getName());

    private FileThreads() {}

    /// A call that changes nothing: abandoned when cancelled.
    static <R extends @Nullable Object> R look(String what, Work<R, IOException> work)
            throws IOException, InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        return Handover.start(task, work, null, task.run().kernel()::io).awaitOrAbandon(what);
    }

    /// A read: abandoned when cancelled; otherwise `commit` hands its result over, on the file
    /// thread.
    static <R extends @Nullable Object> R read(Work<R, IOException> work, Consumer<R> commit)
            throws IOException, InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        return Handover.start(task, work, commit, null, task.run().kernel()::io)
                .awaitOrAbandon("file read");
    }

    /// A call that changes something: awaited once it began.
    static <R extends @Nullable Object> R change(String what, Work<R, IOException> work)
            throws IOException, InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        return Handover.start(task, work, null, task.run().kernel()::io).awaitUnlessQueued(what);
    }

    /// Closes, whatever is cancelled; outside a task on the calling thread. A failure is logged.
    static void close(String what, Closeable resource) {
        try {
            Task<?> task = Task.currentOrNull();
            if (task != null) {
                Work<Integer, IOException> work =
                        () -> {
                            resource.close();
                            return 0;
                        };
                try {
                    Handover.start(task, work, null, task.run().kernel()::io)
                            .awaitEnd("file close");
                } catch (RejectedExecutionException noThread) {
                    resource.close(); // better to block here for once than to leave it open
                }
            } else {
                resource.close();
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "closing the file of " + what + " failed", failed);
        }
    }
}
