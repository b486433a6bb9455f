package io.ipfskit.node;

import io.ipfskit.anyio.Meters;
import io.ipfskit.node.fetch.HttpFetch;
import io.ipfskit.node.fetch.UrlPolicy;
import io.ipfskit.node.filestore.FilestoreRules;

import java.util.List;
import java.util.function.Supplier;

/// What a node says of itself, and to whom.
///
/// @param agentVersion program and version, as `ipfs.id` shows it
/// @param addresses the multiaddrs where the node can be reached now
/// @param protocols the protocols it speaks now
/// @param fetch gets what URLs name, under its policy
/// @param filestore what blocks may be kept by reference to
/// @param meters what is told of adds and of the repository; may fail as they like
public record NodeOptions(
        String agentVersion,
        Supplier<List<String>> addresses,
        Supplier<List<String>> protocols,
        HttpFetch fetch,
        FilestoreRules filestore,
        Meters meters) {
    public NodeOptions {
        meters = Meters.safe(meters);
    }

    /// A node that listens nowhere, fetches from the public internet alone, keeps nothing by
    /// reference, unmeasured.
    public static NodeOptions offline(String agentVersion) {
        return new NodeOptions(
                agentVersion,
                List::of,
                List::of,
                HttpFetch.real(UrlPolicy.PUBLIC, agentVersion),
                FilestoreRules.NONE,
                Meters.NONE);
    }

    /// With this to get what URLs name.
    public NodeOptions withFetch(HttpFetch fetch) {
        return new NodeOptions(agentVersion, addresses, protocols, fetch, filestore, meters);
    }

    /// With these rules of what blocks may be kept by reference to.
    public NodeOptions withFilestore(FilestoreRules filestore) {
        return new NodeOptions(agentVersion, addresses, protocols, fetch, filestore, meters);
    }

    /// With these meters.
    public NodeOptions withMeters(Meters meters) {
        return new NodeOptions(agentVersion, addresses, protocols, fetch, filestore, meters);
    }
}
