package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// A pin that is durable.
public record Pinned(
        @Doc("CID that is pinned") String cid,
        @Doc("direct or recursive") String type,
        @Doc("name of the pin") @Nullable String name) {}
