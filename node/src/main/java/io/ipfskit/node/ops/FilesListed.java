package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// The end of a listing of the tree of files.
public record FilesListed(
        @Doc("CID of what was listed") String cid,
        @Doc("entries given") long count,
        @Doc("where to go on, when a limit ended the listing") @Nullable String nextCursor) {}
