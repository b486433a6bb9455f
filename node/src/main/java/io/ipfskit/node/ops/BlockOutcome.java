package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// What became of one block that was to be removed.
public record BlockOutcome(
        @Doc("CID, as it was named") String cid,
        @Doc("why the block was not removed; absent when it was") @Nullable String error) {}
