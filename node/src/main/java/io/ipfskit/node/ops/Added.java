package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// What an add made: durable, and pinned unless asked otherwise, when this is returned.
public record Added(
        @Doc("CID of the root") String cid,
        @Doc("name of the root") String name,
        @Doc("bytes of the file, or of all files below the folder") long size,
        @Doc("bytes of all blocks of the DAG, as Kubo counts them") long cumulativeSize,
        @Doc("blocks made, duplicates counted each time") long blocks,
        @Doc("bytes of blocks that the store did not have before") long bytesNew,
        @Doc("files and symlinks added") long files,
        @Doc("whether the root is pinned") boolean pinned) {
    /// The path of what `name` names in the added folder: `CID/name`.
    ///
    /// @param name a name, or several joined by `/`
    public String path(String name) {
        return cid + "/" + name;
    }
}
