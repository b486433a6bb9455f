package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// How much is below a root, each block counted once.
public record DagStat(
        @Doc("CID of the root") String cid,
        @Doc("bytes of all blocks") long size,
        @Doc("number of blocks") long numBlocks) {}
