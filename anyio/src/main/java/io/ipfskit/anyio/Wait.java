package io.ipfskit.anyio;

/// What a task waits for, as it tells others while it does.
interface Wait {
    /// Returns what it is, for people.
    String what();

    /// Returns whether the reason to wait is gone, also when the task has not noticed yet: then it
    /// counts as running. From any thread.
    boolean isOver();

    /// A wait that is over only when the task itself says so.
    record Plain(String what) implements Wait {
        @Override
        public boolean isOver() {
            return false;
        }
    }
}
