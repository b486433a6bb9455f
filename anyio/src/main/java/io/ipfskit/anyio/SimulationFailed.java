package io.ipfskit.anyio;

/// A run on `sim` was given up: it could not go on, or was not allowed to. Its root was cancelled
/// and its tasks have ended. The message names seed and step, so that it can be run again.
public final class SimulationFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why a run was given up.
    public enum Kind {
        /// Every task waits and no timer is set; the message holds the task tree.
        DEADLOCK("deadlock"),
        /// A thread that the simulation does not own woke or started a task; the suppressed
        /// exception holds the task's stack.
        FOREIGN_WAKE_UP("non-deterministic wake-up"),
        /// More steps than the options allow.
        OUT_OF_STEPS("out of steps"),
        /// More virtual time than the options allow.
        OUT_OF_TIME("out of virtual time"),
        /// A replay did something else than the recorded run.
        DIVERGED("diverged"),
        /// Killed at the step that the options name.
        KILLED("killed");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final Kind kind;

    SimulationFailed(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// Returns why.
    public Kind kind() {
        return kind;
    }
}
