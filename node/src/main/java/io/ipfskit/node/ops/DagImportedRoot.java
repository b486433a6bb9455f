package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// A root of an imported archive.
public record DagImportedRoot(
        @Doc("CID") String cid,
        @Doc("whether it is pinned recursively now") boolean pinned,
        @Doc("why it could not be pinned; absent if it was, or was not to be")
                @Nullable String pinErrorMsg) {}
