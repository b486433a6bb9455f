package io.ipfskit.anyio;

/// What came of [SendChannel#trySend(Object)].
public enum SendResult {
    /// Delivered or buffered.
    SENT,
    /// No room and no receiver waiting; the item is still the caller's.
    FULL,
    /// No receiver is left.
    BROKEN
}
