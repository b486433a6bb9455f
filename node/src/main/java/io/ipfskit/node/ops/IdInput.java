package io.ipfskit.node.ops;

/// Options of `ipfs.id`: none.
public record IdInput() {}
