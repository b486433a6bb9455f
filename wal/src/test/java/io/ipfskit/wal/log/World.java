package io.ipfskit.wal.log;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyiotesting.Lives;

import java.io.IOException;
import java.nio.file.Path;

/// Runs test bodies as tasks.
final class World {
    static {
        Lives.quiet();
    }

    private World() {}

    /// Runs a body inside a task group, for services, on the `threads` backend.
    static void run(Body<TaskGroup, ?, ? extends Exception> body) throws Exception {
        Lives.run(Backends.named("threads"), body);
    }

    /// Reads a log from outside a task.
    static RecoveryReport inspect(Disk disk, Path directory, ReplayConsumer consumer)
            throws IOException, InterruptedException {
        return AnyIO.run(Backends.named("threads"), _ -> Log.inspect(disk, directory, consumer));
    }
}
