package io.ipfskit.blockstore;

import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyiotesting.Lives;

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
}
