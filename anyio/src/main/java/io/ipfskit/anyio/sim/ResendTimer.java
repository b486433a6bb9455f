package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

/// The one timer of an end of a connection: when to send again, after a pause that doubles, and for
/// how long nothing was heard. Guarded by the world's monitor.
final class ResendTimer {
    private static final long SECOND = 1_000_000_000;
    private static final long PAUSE_NANOS_MIN = SECOND / 5;
    private static final long PAUSE_NANOS_MAX = 120 * SECOND;

    private final Agenda agenda;
    private final Runnable action;
    private Agenda.@Nullable Entry entry;
    private long progressAt;
    private int resends;

    ResendTimer(Agenda agenda, Runnable action) {
        this.agenda = agenda;
        this.action = action;
        progressAt = agenda.now();
    }

    boolean isSet() {
        return entry != null;
    }

    /// Sets the timer, instead of what it was set to.
    void set(long nanos) {
        rest();
        entry = agenda.after(nanos, this::ring);
    }

    /// Sets the timer to when an unanswered packet of the handshake is sent again.
    void setForHandshake() {
        set(SECOND << Math.min(resends, 6));
    }

    /// Sets the timer to when is sent again what could have been answered within `answerNanos`.
    void setForAnswer(long answerNanos) {
        set(answerNanos + Math.min(PAUSE_NANOS_MAX, PAUSE_NANOS_MIN << Math.min(resends, 12)));
    }

    void rest() {
        agenda.cancel(entry);
        entry = null;
    }

    /// Something is sent again: the next pause is longer.
    void resending() {
        resends++;
    }

    /// The peer answered.
    void answered() {
        waitFrom(0);
        resends = 0;
    }

    /// The wait for an answer begins, that many nanoseconds from now.
    void waitFrom(long nanos) {
        progressAt = agenda.now() + nanos;
    }

    /// Returns for how many nanoseconds an answer has been waited for.
    long silence() {
        return agenda.now() - progressAt;
    }

    private void ring() {
        entry = null;
        action.run();
    }
}
