package io.ipfskit.blockstore;

import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/// At most one piece of device work that goes on behind its owner's back, which learns of a failure
/// at the next [#settle]. Belongs to one task at a time.
final class Behind {
    /// What is done.
    interface DeviceWork {
        void run() throws IOException, InterruptedException;
    }

    /// Does a piece of work and measures it.
    interface Measure {
        void run(DeviceWork work) throws IOException, InterruptedException;
    }

    private final TaskGroup services;
    private final String what;
    private final Measure measure;

    /// Ends with its failure, or empty: a failed task would end its group, the store.
    private @Nullable Task<Optional<IOException>> running;

    /// @param what names the work, for the task tree and for failures
    Behind(TaskGroup services, String what) {
        this(services, what, DeviceWork::run);
    }

    /// @param measure is given each piece of work to do
    Behind(TaskGroup services, String what, Measure measure) {
        this.services = services;
        this.what = what;
        this.measure = measure;
    }

    /// Starts `work`, after the work before it has ended.
    ///
    /// @throws IOException the failure of the work before
    void start(DeviceWork work) throws IOException, InterruptedException {
        settle();
        running =
                services.fork(
                        what,
                        () -> {
                            try {
                                measure.run(work);
                                return Optional.empty();
                            } catch (IOException e) {
                                return Optional.of(e);
                            }
                        });
    }

    /// Waits until nothing runs. A cancelled caller leaves the work running: it has to settle
    /// again, shielded.
    ///
    /// @throws IOException the failure of the work
    void settle() throws IOException, InterruptedException {
        Task<Optional<IOException>> task = running;
        if (task == null) {
            return;
        }
        Optional<IOException> failure;
        try {
            failure = task.join();
        } catch (TaskFailed e) {
            throw new IOException(what + " did not end", e);
        }
        running = null;
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /// Whether nothing runs, as far as the owner knows.
    boolean isIdle() {
        return running == null;
    }
}
