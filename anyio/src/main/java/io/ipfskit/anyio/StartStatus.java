package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// The channel back from a starting task to the one that waits in [TaskGroup#start(String,
/// StartBody)].
///
/// @param <V> the value told
public interface StartStatus<V extends @Nullable Object> {
    /// Tells that the task is ready.
    ///
    /// @throws IllegalStateException when called a second time
    void started(V value);
}
