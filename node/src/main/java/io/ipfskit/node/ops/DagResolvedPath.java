package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Where a path led.
public record DagResolvedPath(
        @Doc("CID of the last block on the way") String cid,
        @Doc("names inside that block, with / between; empty if the path names the block")
                String remPath) {}
