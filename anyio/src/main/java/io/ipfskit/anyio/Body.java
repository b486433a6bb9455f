package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// A piece of work that receives what was opened for it: a group, a scope, a run.
///
/// @param <A> what the body receives
/// @param <R> its result
/// @param <X> its checked exception; inferred as `RuntimeException` when it throws none
@FunctionalInterface
public interface Body<A, R extends @Nullable Object, X extends Exception> {
    /// Runs the body.
    ///
    /// @throws X what the body throws
    /// @throws InterruptedException when the body is cancelled
    R run(A arg) throws X, InterruptedException;
}
