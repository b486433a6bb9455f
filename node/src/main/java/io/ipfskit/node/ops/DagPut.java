package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// What `dag.put` stored.
public record DagPut(@Doc("CID of the node") String cid, @Doc("bytes of the block") long size) {}
