package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// One thing that was added; children come before the folder that holds them, the root comes last.
public record AddedEntry(
        @Doc("path from the root, the root's own name first; empty for a folder that wraps")
                String path,
        @Doc("CID of the entry") String cid,
        @Doc("bytes of a file, bytes of all blocks below a folder") long size,
        @Doc("file, directory or symlink") String type) {}
