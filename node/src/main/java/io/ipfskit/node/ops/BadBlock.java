package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A block whose stored bytes are not what its CID says.
public record BadBlock(@Doc("CID of the block") String cid, @Doc("what is wrong") String reason) {}
