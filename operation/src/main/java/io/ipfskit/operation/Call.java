package io.ipfskit.operation;

import org.jspecify.annotations.Nullable;

/// What a handler sees of the call it serves. Belongs to the task that runs the handler and to the
/// tasks below it.
public interface Call {
    /// Who calls.
    Principal principal();

    /// The id of this run of the operation: a UUID.
    String operationId();

    /// The bytes that came with the call; null unless the operation takes bytes and some came.
    @Nullable ByteSource bytes();

    /// The tree that came with the call; null unless the operation takes a tree and one came.
    @Nullable Tree tree();

    /// Gives one row of a result that is streamed. Blocks while the reader is slower
    /// (back-pressure).
    ///
    /// @throws InterruptedException when the operation is cancelled
    void item(Object row) throws InterruptedException;

    /// Reports progress; never blocks, newer values replace older ones. Any task of the operation.
    void progress(Progress progress);
}
