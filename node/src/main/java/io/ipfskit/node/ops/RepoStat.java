package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// How much the repository holds.
public record RepoStat(
        @Doc("blocks, those that are kept by reference included") long blocks,
        @Doc("bytes of all blocks; of one that is kept by reference those of the reference")
                long bytes,
        @Doc("bytes written to the device since the start") long deviceBytesWritten,
        @Doc("segment files") long segments,
        @Doc("direct and recursive pins") long pins,
        @Doc("data directory") String path,
        @Doc("free bytes on its disk") long freeBytes) {}
