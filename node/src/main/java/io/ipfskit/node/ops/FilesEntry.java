package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// One entry of a folder in the tree of files.
public record FilesEntry(
        @Doc("name in the folder") String name,
        @Doc(
                        "file, directory, symlink, or unknown when its block is not here; absent"
                                + " without details")
                @Nullable String type,
        @Doc("bytes of a file; 0 for a folder; absent when unknown or without details")
                @Nullable Long size,
        @Doc("CID of the entry") String cid) {}
