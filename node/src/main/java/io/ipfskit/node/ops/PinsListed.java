package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// End of a listing of pins.
public record PinsListed(
        @Doc("pins given") long count,
        @Doc("cursor of the next page; absent on the last") @Nullable String nextCursor) {}
