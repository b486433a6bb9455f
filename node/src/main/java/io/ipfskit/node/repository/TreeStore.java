package io.ipfskit.node.repository;

import io.ipfskit.operation.OperationFailed;

import java.io.IOException;

/// Keeps the root of the tree of files. Thread-safe.
///
/// Each change carries the root before it, so that whoever keeps the log can undo it, go back to a
/// sequence, or take changes together; what a change does to the blocks is not its business.
public interface TreeStore {
    /// The root that holds now: that of the last change which was acknowledged.
    TreeRoot root();

    /// Moves the root. Durable when it returns, and seen by readers from then on, never before. A
    /// caller that is cancelled gets the exception before anything is written, or the change as a
    /// whole.
    ///
    /// All blocks of the new root that are not below the old one must be durable, and held (see
    /// [io.ipfskit.node.gc]) until this returns.
    ///
    /// @return the sequence of the record that made this root the root
    /// @throws OperationFailed `conflict` when the root is not the one before the change
    /// @throws IOException when it could not be written; the root is the one before, and after a
    ///   crash perhaps the one that was refused
    long apply(TreeChange change) throws IOException, InterruptedException;
}
