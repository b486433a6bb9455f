package io.ipfskit.anyio;

/// Points where a task can be cancelled and lets others run, for loops that would not block
/// otherwise.
public final class Checkpoint {
    private Checkpoint() {}

    /// Lets others run, and throws when cancelled.
    ///
    /// @throws Cancelled when the current scope is cancelled
    public static void now() throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        task.relax();
        task.throwIfCancelled();
    }

    /// Throws when cancelled, without letting others run.
    ///
    /// @throws Cancelled when the current scope is cancelled
    public static void ifCancelled() throws InterruptedException {
        Task.current().throwIfCancelled();
    }

    /// Lets others run, and never throws.
    public static void shielded() {
        Task.current().relax();
    }
}
