package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.dagpb.PbLink;

import java.io.IOException;

/// Puts nodes above the leaves of a file. For one task; the first failure is the end of it.
sealed interface FileLayout permits BalancedLayout, TrickleLayout {
    /// Takes the link to the next leaf, which was written.
    ///
    /// @param size bytes of the file below it
    void add(PbLink leaf, long size) throws IOException, InterruptedException;

    /// Writes what is left and gives the root, which holds the attributes.
    DagNode finish(Attributes attributes) throws IOException, InterruptedException;
}
