package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Whether content can be reached here.
public record Exists(
        @Doc("whether the path resolves and its block is here") boolean exists,
        @Doc("why not") @Nullable String reason) {}
