package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;

/// A group that takes in tasks from everywhere: from tasks of its run directly, from foreign
/// threads through a portal.
final class Entrance {
    private final TaskGroup group;
    private final Portal portal;

    private Entrance(TaskGroup group, Portal portal) {
        this.group = group;
        this.portal = portal;
    }

    /// Opens the group for the time of `body`, then waits for its tasks.
    static <R extends @Nullable Object, X extends Exception> R open(
            String name, Body<Entrance, R, X> body) throws X, InterruptedException {
        return TaskGroup.open(
                name, group -> Portal.open(portal -> body.run(new Entrance(group, portal))));
    }

    /// Runs `body`, which does not fail, as a task; `ended` is told of its end, also when it never
    /// ran.
    ///
    /// @throws IllegalStateException when the group was left or is being left
    void fork(String name, Callable<Integer> body, Runnable ended) {
        if (isInRun()) {
            group.fork(name, body).whenEnded(ended);
        } else {
            var _ =
                    Futures.whenSettled(portal.fork(name, body))
                            .whenComplete((_, _) -> ended.run());
        }
    }

    void cancel(String reason) {
        group.cancel(reason);
    }

    private boolean isInRun() {
        return AnyIO.isInside()
                && AnyIO.current().equals(portal.run())
                && (!Blocking.isInside() || portal.run().backend().isSimulated());
    }
}
