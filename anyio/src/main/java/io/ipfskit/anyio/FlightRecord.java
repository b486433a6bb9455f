package io.ipfskit.anyio;

/// The door to the Java Flight Recorder. Where the JDK has none, or nobody has started it, asking
/// costs one look at a field, and the classes of the events are not even loaded.
final class FlightRecord {
    private static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightRecord() {}

    private static boolean isOn() {
        return IS_THERE && Recorder.isOn();
    }

    /// Returns whether a recording takes slow steps now.
    static boolean wantsSteps() {
        return isOn() && new SlowStepEvent().isEnabled();
    }

    /// A task has ended.
    static void exited(Task<?> task) {
        if (isOn()) {
            TaskExitEvent.commit(task);
        }
    }

    /// A scope was cancelled.
    static void cancelled(CancelScope scope) {
        if (isOn()) {
            CancelEvent.commit(scope);
        }
    }

    /// A step takes, or took, longer than it should.
    ///
    /// @param stack where it stood, when somebody else than the task itself tells; else empty
    static void slowStep(String task, long nanos, String stack) {
        if (isOn()) {
            SlowStepEvent.commit(task, nanos, stack);
        }
    }

    /// Apart, so that the JDK's class is loaded only where there is one.
    private static final class Recorder {
        static boolean isOn() {
            return jdk.jfr.FlightRecorder.isInitialized();
        }
    }
}
