package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Who wants to know that a task ended: tasks that wait for it, and adapters that hand its end on.
///
/// Not thread-safe: guarded by the task.
final class Joiners {
    final WaitQueue waiting = new WaitQueue();
    private @Nullable List<Runnable> actions;

    void tell(Runnable action) {
        if (actions == null) {
            actions = new ArrayList<>(1);
        }
        actions.add(action);
    }

    List<Runnable> told() {
        return actions == null ? List.of() : List.copyOf(actions);
    }
}
