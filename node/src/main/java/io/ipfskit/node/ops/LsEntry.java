package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// One entry of a folder.
public record LsEntry(
        @Doc("name in the folder") String name,
        @Doc("file, directory, symlink, or unknown when its block was not looked at or is not here")
                String type,
        @Doc("bytes of a file; absent for others and when unknown") @Nullable Long size,
        @Doc("CID of the entry") String cid,
        @Doc("target of a symlink") @Nullable String target,
        @Doc("POSIX permission bits, if recorded") @Nullable Integer mode,
        @Doc("modification time in RFC 3339, if recorded") @Nullable String mtime) {}
