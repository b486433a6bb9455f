package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// A piece of work without an argument that may block on anyio: what runs under a lock, a token or
/// a task local.
///
/// @param <R> its result
/// @param <X> its checked exception
@FunctionalInterface
public interface Section<R extends @Nullable Object, X extends Exception> {
    /// Runs the section.
    ///
    /// @throws X what the section throws
    /// @throws InterruptedException when the section is cancelled
    R run() throws X, InterruptedException;
}
