package io.ipfskit.node.ops;

/// Input of `filestore.dups`: nothing.
public record FilestoreDupsInput() {}
