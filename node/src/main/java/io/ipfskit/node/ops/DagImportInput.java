package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `dag.import`. The archive comes with the call as a stream of bytes.
public record DagImportInput(
        @Doc(value = "pin the roots that the archive names, recursively", defaultValue = "true")
                boolean pinRoots,
        @Doc(
                        value = "store blocks of more than 2 MiB, which the network does not carry",
                        defaultValue = "false")
                boolean allowBigBlock) {
    /// With pins.
    public static DagImportInput defaults() {
        return new DagImportInput(true, false);
    }
}
