package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of `filestore.dups`.
public record DuplicatesListed(@Doc("blocks") long blocks) {}
