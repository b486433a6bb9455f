package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;
import java.util.Objects;

/// A value that follows the task: inherited at fork, isolated after, visible in blocking calls and
/// portal calls.
///
/// @param <T> type of the value
public final class TaskLocal<T> {
    private final String name;

    /// Makes a key of that name.
    public TaskLocal(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /// Runs `body` with the value bound, in it and in the tasks it forks.
    public <R extends @Nullable Object, X extends Exception> R where(T value, Section<R, X> body)
            throws X, InterruptedException {
        Objects.requireNonNull(value, "value");
        Task<?> task = Task.current();
        TaskLocals before = task.locals();
        task.locals(before.with(this, value));
        try {
            return body.run();
        } finally {
            task.locals(before);
        }
    }

    /// Returns the value bound for the caller.
    ///
    /// @throws NoSuchElementException when none is bound
    public T get() {
        T value = getOrNull();
        if (value == null) {
            throw new NoSuchElementException("task local '" + name + "' is not bound here");
        }
        return value;
    }

    /// Returns the value bound for the caller, or null.
    @SuppressWarnings("unchecked") // only where() binds, with a T
    public @Nullable T getOrNull() {
        return (T) TaskLocals.ofCaller().get(this);
    }

    @Override
    public String toString() {
        return "TaskLocal[" + name + "]";
    }
}
