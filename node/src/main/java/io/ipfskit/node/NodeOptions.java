package io.ipfskit.node;

import io.ipfskit.anyio.Meters;

import java.util.List;
import java.util.function.Supplier;

/// What a node says of itself, and to whom.
///
/// @param agentVersion program and version, as `ipfs.id` shows it
/// @param addresses the multiaddrs where the node can be reached now
/// @param protocols the protocols it speaks now
/// @param meters what is told of adds and of the repository; may fail as they like
public record NodeOptions(
        String agentVersion,
        Supplier<List<String>> addresses,
        Supplier<List<String>> protocols,
        Meters meters) {
    public NodeOptions {
        meters = Meters.safe(meters);
    }

    /// A node that listens nowhere, unmeasured.
    public static NodeOptions offline(String agentVersion) {
        return new NodeOptions(agentVersion, List::of, List::of, Meters.NONE);
    }

    /// With these meters.
    public NodeOptions withMeters(Meters meters) {
        return new NodeOptions(agentVersion, addresses, protocols, meters);
    }
}
