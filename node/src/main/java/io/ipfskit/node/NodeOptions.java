package io.ipfskit.node;

import java.util.List;
import java.util.function.Supplier;

/// What a node says of itself.
///
/// @param agentVersion program and version, as `ipfs.id` shows it
/// @param addresses the multiaddrs where the node can be reached now
/// @param protocols the protocols it speaks now
public record NodeOptions(
        String agentVersion, Supplier<List<String>> addresses, Supplier<List<String>> protocols) {
    /// A node that listens nowhere.
    public static NodeOptions offline(String agentVersion) {
        return new NodeOptions(agentVersion, List::of, List::of);
    }
}
