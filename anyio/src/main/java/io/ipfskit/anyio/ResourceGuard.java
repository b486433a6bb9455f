package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Finds out that two tasks use at once what only one may, and refuses the second: for resources
/// where waiting would hide a mistake.
public final class ResourceGuard {
    /// The state at one moment.
    ///
    /// @param user the task inside, null when there is none
    public record Statistics(@Nullable String user) {}

    private final String action;

    // Guarded by this.
    private @Nullable Task<?> user;

    /// Makes a guard; `action` completes the sentence "another task is already ... this resource",
    /// as in `reading from`.
    public ResourceGuard(String action) {
        this.action = Objects.requireNonNull(action, "action");
    }

    /// Runs `body` as the only user.
    ///
    /// @throws IllegalStateException when a task is inside already
    public <R extends @Nullable Object, X extends Exception> R enter(Section<R, X> body)
            throws X, InterruptedException {
        Task<?> task = Task.current();
        synchronized (this) {
            Task<?> already = user;
            if (already != null) {
                throw new IllegalStateException(
                        "task '" + already.name() + "' is already " + action + " this resource");
            }
            user = task;
        }
        try {
            return body.run();
        } finally {
            synchronized (this) {
                user = null;
            }
        }
    }

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(user == null ? null : user.name());
    }

    /// Returns whether a task is inside.
    public synchronized boolean isEntered() {
        return user != null;
    }
}
