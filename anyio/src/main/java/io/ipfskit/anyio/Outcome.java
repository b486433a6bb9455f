package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// How a cancel scope ended.
///
/// @param <R> the body's result
public final class Outcome<R extends @Nullable Object> {
    private final @Nullable R result;
    private final boolean cancelled;
    private final boolean caught;

    private Outcome(@Nullable R result, boolean cancelled, boolean caught) {
        this.result = result;
        this.cancelled = cancelled;
        this.caught = caught;
    }

    static <R extends @Nullable Object> Outcome<R> completed(R result, boolean cancelled) {
        return new Outcome<>(result, cancelled, false);
    }

    static <R extends @Nullable Object> Outcome<R> caught() {
        return new Outcome<>(null, true, true);
    }

    /// Returns whether the scope was cancelled, by a call or by its deadline, even if the body
    /// still completed.
    public boolean isCancelled() {
        return cancelled;
    }

    /// Returns whether the cancellation ended the body, so that there is no result.
    public boolean wasCaught() {
        return caught;
    }

    /// Returns the body's result.
    ///
    /// @throws IllegalStateException when the body was cancelled
    @SuppressWarnings("NullAway") // a completed outcome holds exactly what the body returned
    public R result() {
        if (caught) {
            throw new IllegalStateException(
                    "the body was cancelled and has no result; ask wasCaught() first");
        }
        return result;
    }

    /// Returns the body's result, or `other` when it was cancelled.
    public R orElse(R other) {
        return caught ? other : result();
    }
}
