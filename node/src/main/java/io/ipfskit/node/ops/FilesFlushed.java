package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// What a path of the tree of files is, durably.
public record FilesFlushed(@Doc("CID of what is at the path") String cid) {}
