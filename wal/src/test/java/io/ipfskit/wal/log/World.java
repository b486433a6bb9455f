package io.ipfskit.wal.log;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Runs test bodies as tasks.
final class World {
    /// Injected faults are logged by the thousand; kept here, since the logging system holds
    /// loggers weakly.
    private static final Logger QUIET = Logger.getLogger("io.ipfskit");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private World() {}

    /// Keeps injected faults out of the output.
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    /// Runs a body inside a task group, for services, on the `threads` backend.
    static void run(Body<TaskGroup, ?, ? extends Exception> body) throws Exception {
        AnyIO.run(
                Backends.named("threads"),
                _ ->
                        TaskGroup.open(group -> {
                            @SuppressWarnings("unchecked")
                            Body<TaskGroup, Object, Exception> any =
                                    (Body<TaskGroup, Object, Exception>) body;
                            any.run(group);
                            return 0;
                        }));
    }

    /// Reads a log from outside a task.
    static RecoveryReport inspect(Disk disk, Path directory, ReplayConsumer consumer)
            throws IOException, InterruptedException {
        return AnyIO.run(Backends.named("threads"), _ -> Log.inspect(disk, directory, consumer));
    }
}
