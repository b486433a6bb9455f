package io.ipfskit.kit;

/// Takes the rows of a running operation, one after the other, in the operation's scope.
@FunctionalInterface
public interface ItemSink {
    /// Takes rows and drops them, for callers who want only the result.
    ItemSink DISCARD = row -> {};

    /// Takes one row; blocking here slows the operation down (back-pressure).
    ///
    /// @throws InterruptedException when the operation is cancelled
    void item(Object row) throws InterruptedException;
}
