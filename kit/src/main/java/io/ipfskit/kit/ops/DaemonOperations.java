package io.ipfskit.kit.ops;

import io.ipfskit.kit.life.StopReason;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Operation;

import java.util.List;
import java.util.function.Consumer;

/// Group `daemon`: the process itself.
public final class DaemonOperations {
    /// No options.
    public record StopInput() {}

    /// The stop has begun.
    public record Stopping(
            @Doc("how long running requests may still take") java.time.Duration drain) {}

    /// Stops the node.
    public static final Operation<StopInput, Stopping> STOP =
            Operation.named("daemon", "stop", StopInput.class, Stopping.class)
                    .summary(
                            "Stops the node: no new requests, running ones may end, then everything"
                                    + " is closed.")
                    .route(Operation.Verb.POST, "/daemon/stop")
                    .access(Access.ADMIN)
                    .hints(Operation.Hint.IDEMPOTENT, Operation.Hint.DESTRUCTIVE)
                    .exempt(
                            Operation.Door.MCP,
                            "an agent must not end the server that it talks through")
                    .example("this node", "{}")
                    .build();

    private DaemonOperations() {}

    /// The operations of this group.
    ///
    /// @param stop begins the stop and does not wait
    public static List<Bound<?, ?>> bind(Consumer<StopReason> stop) {
        return List.of(
                STOP.to((_, _) -> {
                    stop.accept(StopReason.SHUTDOWN);
                    return new Stopping(io.ipfskit.kit.Kit.DRAIN_LIMIT);
                }));
    }
}
