package io.ipfskit.node.add;

/// Something that can be added.
interface AddSource extends AutoCloseable {
    /// Whether what is put into the feed are entries in any order, which the assembler sorts into
    /// folders, or one tree with its folders around their content.
    boolean isEntries();

    /// The number of bytes, or -1 when unknown.
    long total();

    /// Puts everything into the feed, in order. Runs in the reading task.
    ///
    /// @throws io.ipfskit.operation.OperationFailed when something cannot be read; names its path
    void feed(Feed feed) throws InterruptedException;

    /// Gives up what it was opened with. Idempotent; never blocks.
    @Override
    default void close() {}
}
