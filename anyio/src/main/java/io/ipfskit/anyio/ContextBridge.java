package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// Carries what a library keeps in thread locals (the current trace, the logging context) to where
/// a task goes on: into the tasks it forks, into `Blocking.call` and `Compute.call`, and from the
/// thread that uses a `Portal` into the task behind it.
///
/// A task has one thread for its life, on every backend, so nothing is done at its steps: the
/// context is taken where the task is forked or the call is made, and given where it begins. A run
/// without bridges does not even look. See [RunOptions#carrying].
public interface ContextBridge {
    /// Takes the context of the calling thread; null when it has none. Called for each fork and
    /// each call of the run, so it must be quick; must not wait, and must not throw.
    @Nullable Object capture();

    /// Gives the calling thread `captured`, null for no context, until the result is closed, which
    /// happens on the same thread. Must not wait, and must not throw.
    Scope install(@Nullable Object captured);

    /// A context that was installed.
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        /// Gives the thread back what it had before.
        @Override
        void close();
    }
}
