package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of a listing.
public record CidTable(@Doc("rows given") long count) {}
