package io.ipfskit.kit;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.life.LifeCycle.Service;
import io.ipfskit.kit.life.RestartRule;

import org.jspecify.annotations.Nullable;

/// A service passed into a node: started after the node's own and before the doors, stopped after
/// them. It has its place in health and in the task tree.
///
/// @param name of the service, unique in the node
/// @param restarts how it is started again when it fails; null for one the node cannot be without,
///   whose failure stops the node with exit code 1
/// @param start starts it
public record ExtraService(String name, @Nullable RestartRule restarts, Start start) {
    /// Starts a service.
    @FunctionalInterface
    public interface Start {
        /// Starts it; what it forks goes into `own`, where a failure is its death.
        Service<?> run(Kit kit, TaskGroup own) throws Exception;
    }

    /// A service the node cannot be without.
    public static ExtraService needed(String name, Start start) {
        return new ExtraService(name, null, start);
    }

    /// A service the node can be without, started again when it fails: five times in ten minutes.
    public static ExtraService optional(String name, Start start) {
        return new ExtraService(name, RestartRule.DEFAULT, start);
    }
}
