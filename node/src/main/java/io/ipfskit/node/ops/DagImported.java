package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import java.util.List;

/// What `dag.import` stored. All blocks are durable, whatever became of the pins.
public record DagImported(
        @Doc("roots that the archive names, in its order") List<DagImportedRoot> roots,
        @Doc("blocks in the archive, repetitions included") long blockCount,
        @Doc("bytes of these blocks") long blockBytesCount,
        @Doc("bytes that were not here before") long bytesNew) {
    /// Copies the list.
    public DagImported {
        roots = List.copyOf(roots);
    }
}
