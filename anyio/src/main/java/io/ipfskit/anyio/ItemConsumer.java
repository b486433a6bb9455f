package io.ipfskit.anyio;

/// Takes items, one after the other, and may block on anyio.
///
/// @param <T> the items
/// @param <X> its checked exception
@FunctionalInterface
public interface ItemConsumer<T, X extends Exception> {
    /// Takes one item.
    void accept(T item) throws X, InterruptedException;
}
