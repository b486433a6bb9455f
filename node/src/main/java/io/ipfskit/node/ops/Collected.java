package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of a collection.
public record Collected(
        @Doc("blocks removed") long blocks,
        @Doc("their bytes") long bytes,
        @Doc("blocks that stayed") long kept,
        @Doc("bytes that the block store takes less on the disk") long freed,
        @Doc("segment files removed") int segments,
        @Doc("blocks met that are damaged, and stay where they are: repo.verify names them")
                int damaged) {}
