package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A block that a collection removed.
public record RemovedBlock(
        @Doc("CID of the block, as it was first stored") String cid,
        @Doc("its bytes") long bytes) {}
