package io.ipfskit.anyio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

import java.util.Locale;

/// The flight recorder's event of a task that ended. Its fields are read by the recorder.
@Name("io.ipfskit.anyio.TaskExit")
@Label("Task Exit")
@Description("A task of anyio ended")
@Category({"ipfs-kit", "anyio"})
@StackTrace(false)
@SuppressWarnings("UnusedVariable")
final class TaskExitEvent extends Event {
    @Label("Task")
    private final String task;

    @Label("Id")
    private final long id;

    @Label("Parent")
    private final long parent;

    @Label("State")
    @Description("done, failed or cancelled")
    private final String state;

    @Label("Age")
    @Timespan(Timespan.NANOSECONDS)
    private final long age;

    @Label("Backend")
    private final String backend;

    private TaskExitEvent(Task<?> task) {
        this.task = task.name();
        this.id = task.id();
        this.parent = task.parentId();
        this.state = task.state().name().toLowerCase(Locale.ROOT);
        this.age = task.run().kernel().now() - task.startedNanos();
        this.backend = task.run().backend().engine();
    }

    static void commit(Task<?> task) {
        TaskExitEvent event = new TaskExitEvent(task);
        if (event.shouldCommit()) {
            event.commit();
        }
    }
}
