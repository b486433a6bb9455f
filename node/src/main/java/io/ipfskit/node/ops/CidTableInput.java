package io.ipfskit.node.ops;

/// Options of `cid.bases`, `cid.codecs` and `cid.hashes`: none.
public record CidTableInput() {}
