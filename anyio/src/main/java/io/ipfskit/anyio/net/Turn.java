package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Checkpoint;

/// Lets others run now and then, for a task whose socket is always ready and which would never
/// park.
final class Turn {
    private static final int CALLS_MAX = 32;
    private static final int BYTES_MAX = 1 << 18;

    // Of the task that uses the direction.
    private int calls;
    private int bytes;

    /// Counts a call that did not wait. Never throws: what was done is done.
    void did(int count) {
        bytes += count;
        calls++;
        if (calls >= CALLS_MAX || bytes >= BYTES_MAX) {
            waited();
            Checkpoint.shielded();
        }
    }

    /// The task has just let others run.
    void waited() {
        calls = 0;
        bytes = 0;
    }
}
