package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;

/// The task-local bindings of one task: immutable, shared with its children.
final class TaskLocals {
    static final TaskLocals EMPTY = new TaskLocals(new IdentityHashMap<>());

    private final IdentityHashMap<TaskLocal<?>, Object> bindings;

    private TaskLocals(IdentityHashMap<TaskLocal<?>, Object> bindings) {
        this.bindings = bindings;
    }

    @Nullable Object get(TaskLocal<?> key) {
        return bindings.get(key);
    }

    TaskLocals with(TaskLocal<?> key, Object value) {
        IdentityHashMap<TaskLocal<?>, Object> changed = new IdentityHashMap<>(bindings);
        changed.put(key, value);
        return new TaskLocals(changed);
    }

    /// The bindings of the calling thread: of its task, or of the task whose call it carries.
    static TaskLocals ofCaller() {
        Task<?> caller = Task.currentOrNull();
        if (caller != null) {
            return caller.locals();
        }
        return ForeignCall.CURRENT.isBound() ? ForeignCall.CURRENT.get().locals() : EMPTY;
    }
}
