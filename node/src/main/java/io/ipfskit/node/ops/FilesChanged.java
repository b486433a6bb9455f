package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// A change of the tree of files, which is durable.
public record FilesChanged(
        @Doc("path that was changed; where a move led") String path,
        @Doc("CID of what is there now; absent when it was removed") @Nullable String cid,
        @Doc("CID of the root of the tree since then") String root,
        @Doc("sequence of the change in the repository log") long sequence) {}
