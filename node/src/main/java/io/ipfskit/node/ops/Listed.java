package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// End of a listing.
public record Listed(
        @Doc("CID of the folder") String cid,
        @Doc("entries given") long count,
        @Doc("cursor of the next page; absent on the last") @Nullable String nextCursor) {}
