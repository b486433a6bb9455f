package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `dag.put`. The node comes with the call as a stream of bytes.
public record DagPutInput(
        @Doc(
                        value = "codec of the block that is stored",
                        defaultValue = "\"dag-cbor\"",
                        values = {"dag-cbor", "dag-json", "dag-pb", "raw", "cbor", "json"})
                String storeCodec,
        @Doc(
                        value = "codec that the input is in",
                        defaultValue = "\"dag-json\"",
                        values = {"dag-cbor", "dag-json", "dag-pb", "raw", "cbor", "json"})
                String inputCodec,
        @Doc(value = "pin the node and all below it, which must be here", defaultValue = "false")
                boolean pin,
        @Doc(
                        value =
                                "store a block of more than 2 MiB, which the network does not"
                                        + " carry",
                        defaultValue = "false")
                boolean allowBigBlock) {
    /// From dag-json to dag-cbor, without a pin.
    public static DagPutInput defaults() {
        return new DagPutInput("dag-cbor", "dag-json", false, false);
    }
}
