package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `block.put`. The block comes with the call as a stream of bytes.
public record BlockPutInput(
        @Doc(
                        value = "codec in the CID; the bytes are not looked at",
                        defaultValue = "\"raw\"",
                        values = {"raw", "dag-pb", "dag-cbor", "dag-json", "cbor", "json"})
                String cidCodec,
        @Doc(value = "pin the block and all below it, which must be here", defaultValue = "false")
                boolean pin,
        @Doc(
                        value =
                                "store a block of more than 2 MiB, which the network does not"
                                        + " carry",
                        defaultValue = "false")
                boolean allowBigBlock) {
    /// A raw block, without a pin.
    public static BlockPutInput defaults() {
        return new BlockPutInput("raw", false, false);
    }
}
