package io.ipfskit.node;

/// Takes the rows of a streamed result. Blocks while the reader is slower.
@FunctionalInterface
public interface Rows {
    /// Takes one row.
    ///
    /// @throws InterruptedException when the operation is cancelled
    void give(Object row) throws InterruptedException;
}
