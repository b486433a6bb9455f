package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `ipfs.add_json`. The value comes with the call as JSON text in UTF-8, at most 2 MiB
/// as a node.
public record AddJsonInput(
        @Doc(
                        value = "codec of the node",
                        defaultValue = "\"dag-json\"",
                        values = {"dag-json", "dag-cbor"})
                String codec,
        @Doc(value = "pin the node, and all below it, which must be here", defaultValue = "true")
                boolean pin) {
    /// As dag-json, pinned.
    public static AddJsonInput defaults() {
        return new AddJsonInput("dag-json", true);
    }
}
