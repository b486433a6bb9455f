package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// A call that leaves the runtime, for [Blocking] and [Compute]. It may block, but not on anything
/// of anyio.
///
/// @param <R> its result
/// @param <X> its checked exception
@FunctionalInterface
public interface Work<R extends @Nullable Object, X extends Exception> {
    /// Does the work.
    R run() throws X;
}
