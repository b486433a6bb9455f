package io.ipfskit.anyio;

/// What a receive brought: an item, the end, or (only when not waiting) nothing yet.
///
/// @param <T> the items
public sealed interface ReceiveResult<T> {
    /// An item.
    ///
    /// @param item the item
    record Received<T>(T item) implements ReceiveResult<T> {}

    /// Every sender is closed and nothing is left.
    record End<T>() implements ReceiveResult<T> {}

    /// Nothing is there yet; only from [ReceiveChannel#tryReceive()].
    record Empty<T>() implements ReceiveResult<T> {}
}
