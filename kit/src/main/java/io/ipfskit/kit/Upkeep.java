package io.ipfskit.kit;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.config.Config;
import io.ipfskit.node.Node;

/// The tasks that keep a node in order while it runs: pins go when their time has passed, and where
/// it was asked for, blocks that nothing needs.
final class Upkeep {
    private Upkeep() {}

    /// Starts the tasks in `own`; they end with it.
    static void start(TaskGroup own, Node node, Config.Gc gc) {
        own.forkService(
                "pin expiry",
                () -> {
                    node.pins().expire();
                    return true;
                });
        if (gc.enabled()) {
            own.forkService(
                    "collection",
                    () -> {
                        node.gc().keepBelow(gc.policy());
                        return true;
                    });
        }
    }
}
