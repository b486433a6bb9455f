package io.ipfskit.anyio;

/// What a helper thread knows of the task whose call it carries.
///
/// @param task the task that waits for the call, or has abandoned it
/// @param locals its task locals at the time of the call
/// @param scope its scope at the time of the call
record ForeignCall(Task<?> task, TaskLocals locals, CancelScope scope) {
    static final ScopedValue<ForeignCall> CURRENT = ScopedValue.newInstance();

    static ForeignCall of(Task<?> task) {
        return new ForeignCall(task, task.locals(), task.scope());
    }
}
