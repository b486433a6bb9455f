package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A block that is kept by reference.
public record BlockReference(
        @Doc("CID of the block") String cid,
        @Doc("its bytes") long size,
        @Doc("the file or URL where they are") String path,
        @Doc("position of the first of them there") long offset) {}
