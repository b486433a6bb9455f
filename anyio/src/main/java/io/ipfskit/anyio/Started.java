package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// A task that has told it is ready.
///
/// @param value what the task told
/// @param task the task, which runs on
public record Started<V extends @Nullable Object, T extends @Nullable Object>(
        V value, Task<T> task) {}
