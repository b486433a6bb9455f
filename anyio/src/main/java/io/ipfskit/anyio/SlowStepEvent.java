package io.ipfskit.anyio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/// The flight recorder's event of a step that takes longer than it should. Its fields are read by
/// the recorder.
@Name("io.ipfskit.anyio.SlowStep")
@Label("Slow Step")
@Description("A task of anyio ran for long without waiting")
@Category({"ipfs-kit", "anyio"})
@SuppressWarnings("UnusedVariable")
final class SlowStepEvent extends Event {
    @Label("Task")
    private final String task;

    @Label("Step Time")
    @Description("What the step took, or, told by the watchdog of a loop, what it took so far")
    @Timespan(Timespan.NANOSECONDS)
    private final long stepTime;

    @Label("Where")
    @Description("The stack of the task, told by the watchdog of a loop")
    private final String where;

    SlowStepEvent() {
        this("", 0, "");
    }

    private SlowStepEvent(String task, long stepTime, String where) {
        this.task = task;
        this.stepTime = stepTime;
        this.where = where;
    }

    static void commit(String task, long nanos, String where) {
        SlowStepEvent event = new SlowStepEvent(task, nanos, where);
        if (event.shouldCommit()) {
            event.commit();
        }
    }
}
