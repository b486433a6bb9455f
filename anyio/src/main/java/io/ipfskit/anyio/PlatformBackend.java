package io.ipfskit.anyio;

import java.util.Map;

/// The backend `platform`: one platform thread per task, in parallel, up to a cap.
///
/// @param tasksMax tasks that may live at once; forking one more is refused
record PlatformBackend(int tasksMax) implements Backend {
    private static final int TASKS_MAX = 2_000;

    PlatformBackend {
        if (tasksMax < 1) {
            throw new IllegalArgumentException("max-tasks must be at least 1, was " + tasksMax);
        }
    }

    PlatformBackend() {
        this(TASKS_MAX);
    }

    @Override
    public String name() {
        return "platform";
    }

    @Override
    public String engine() {
        return "platform/threads";
    }

    @Override
    public Backend options(Map<String, String> options) {
        BackendOptions given = new BackendOptions(this, options, "max-tasks");
        return new PlatformBackend((int) given.number("max-tasks", tasksMax, 1, 1_000_000));
    }

    @Override
    public Kernel open() {
        return new PlatformKernel(tasksMax);
    }

    @Override
    public String toString() {
        return engine();
    }
}
