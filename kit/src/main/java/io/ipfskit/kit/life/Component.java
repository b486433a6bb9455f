package io.ipfskit.kit.life;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// How one service of the node is.
///
/// @param name of the service
/// @param state where it is in its life
/// @param since when it got there
/// @param reason why, where that says more than the state; null otherwise
/// @param needed whether the node cannot be without it
public record Component(
        String name, State state, Instant since, @Nullable String reason, boolean needed) {
    /// Where a service is in its life.
    public enum State {
        STARTING,
        UP,
        STOPPING,
        FAILED
    }
}
