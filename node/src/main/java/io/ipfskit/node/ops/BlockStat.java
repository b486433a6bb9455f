package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A block.
public record BlockStat(@Doc("CID") String key, @Doc("bytes") long size) {}
