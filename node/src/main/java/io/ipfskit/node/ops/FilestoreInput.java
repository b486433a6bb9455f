package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Which references `filestore.ls` and `filestore.verify` are about.
public record FilestoreInput(@Doc("only those of this block") @Nullable String cid) {}
