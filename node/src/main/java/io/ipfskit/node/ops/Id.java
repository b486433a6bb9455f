package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import java.util.List;

/// Who this node is.
public record Id(
        @Doc("peer id") String peerId,
        @Doc("multiaddrs where it can be reached; empty while it does not listen")
                List<String> addresses,
        @Doc("program and version") String agentVersion,
        @Doc("protocols it speaks") List<String> protocols,
        @Doc("public key, libp2p protobuf in base64") String publicKey) {
    public Id {
        addresses = List.copyOf(addresses);
        protocols = List.copyOf(protocols);
    }
}
