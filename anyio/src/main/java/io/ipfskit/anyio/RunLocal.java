package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;
import java.util.Objects;

/// A value of which each run has its own.
///
/// @param <T> type of the value
public final class RunLocal<T> {
    /// Undoes one [RunLocal#set(Object)], once.
    public static final class Token {
        private final Run run;
        private final RunLocal<?> of;
        private final @Nullable Object before;
        private boolean used;

        private Token(Run run, RunLocal<?> of, @Nullable Object before) {
            this.run = run;
            this.of = of;
            this.before = before;
        }
    }

    private final String name;

    /// Makes a key of that name.
    public RunLocal(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /// Sets the value of the caller's run.
    public Token set(T value) {
        Run run = Run.ofCaller();
        return new Token(run, this, run.local(this, Objects.requireNonNull(value, "value")));
    }

    /// Returns the value of the caller's run.
    ///
    /// @throws NoSuchElementException when none is set
    public T get() {
        T value = getOrNull();
        if (value == null) {
            throw new NoSuchElementException("run local '" + name + "' is not set in this run");
        }
        return value;
    }

    /// Returns the value of the caller's run, or null.
    @SuppressWarnings("unchecked") // only set() stores, a T
    public @Nullable T getOrNull() {
        return (T) Run.ofCaller().local(this);
    }

    /// Puts back what was there before the `set` that gave the token.
    ///
    /// @throws IllegalStateException when the token was used, or belongs to another run or key
    public void reset(Token token) {
        if (token.of != this || token.run != Run.ofCaller()) {
            throw new IllegalStateException(
                    "the token belongs to another run or another run local than '" + name + "'");
        }
        synchronized (token) {
            if (token.used) {
                throw new IllegalStateException(
                        "the token of run local '" + name + "' was used already");
            }
            token.used = true;
        }
        token.run.local(this, token.before);
    }
}
