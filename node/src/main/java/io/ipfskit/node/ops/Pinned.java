package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A pin that is durable.
public record Pinned(
        @Doc("CID that is pinned") String cid,
        @Doc("direct or recursive") String type,
        @Doc("name of the pin") @Nullable String name,
        @Doc("when it ends; absent when it holds until it is removed") @Nullable Instant expires) {}
