package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// What is known of one file, folder or symlink.
public record Stat(
        @Doc("CID") String cid,
        @Doc("file, directory or symlink") String type,
        @Doc("bytes of a file; 0 for a folder") long size,
        @Doc("bytes of all blocks of the DAG, as Kubo counts them") long cumulativeSize,
        @Doc("links of the root block") long blocks,
        @Doc("whether every block of the DAG is here; absent when there are too many to look at")
                @Nullable Boolean local,
        @Doc("POSIX permission bits, if recorded") @Nullable Integer mode,
        @Doc("modification time in RFC 3339, if recorded") @Nullable String mtime) {}
