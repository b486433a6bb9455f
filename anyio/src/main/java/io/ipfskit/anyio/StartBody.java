package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// A task that tells when it is ready; see [TaskGroup#start(String, StartBody)].
///
/// @param <V> the value told when ready, such as the address that is listened on
/// @param <T> the result at the end
@FunctionalInterface
public interface StartBody<V extends @Nullable Object, T extends @Nullable Object> {
    /// Runs the task; must call `status.started(value)` exactly once.
    T run(StartStatus<V> status) throws Exception;
}
