package io.ipfskit.ipld.traverse;

import io.ipfskit.multiformats.Cid;

import java.util.List;

/// Where a path through a DAG led.
///
/// @param cid the last block on the way
/// @param remainder names inside that block, empty if the path names the block
public record DagResolved(Cid cid, List<String> remainder) {
    /// Copies the list.
    public DagResolved {
        remainder = List.copyOf(remainder);
    }
}
