package io.ipfskit.anyio;

/// What produces the items of [Channel#produce(int, ProducerBody, Body)].
///
/// @param <T> the items
@FunctionalInterface
public interface ProducerBody<T> {
    /// Sends items; the channel ends when it returns.
    void produce(SendChannel<T> sender) throws Exception;
}
