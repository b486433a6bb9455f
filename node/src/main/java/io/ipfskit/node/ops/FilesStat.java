package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// What is at a path of the tree of files.
public record FilesStat(
        @Doc("CID") String cid,
        @Doc("file, directory or symlink") String type,
        @Doc("bytes of a file; 0 for a folder") long size,
        @Doc("bytes of all blocks of the DAG, as Kubo counts them") long cumulativeSize,
        @Doc("links of the root block") long blocks,
        @Doc("whether every block is here, when that was asked for") @Nullable Boolean local,
        @Doc("bytes of the blocks that are here, when that was asked for") @Nullable Long sizeLocal,
        @Doc("POSIX permission bits, if recorded") @Nullable Integer mode,
        @Doc("modification time in RFC 3339, if recorded") @Nullable String mtime) {}
