package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A block whose bytes are in the store although there is a reference to them.
public record DuplicateBlock(@Doc("CID of the block") String cid) {}
