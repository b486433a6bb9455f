package io.ipfskit.mcp;

import io.ipfskit.anyio.CancelScope;

import org.jspecify.annotations.Nullable;

/// A request that was admitted and is not answered yet.
///
/// A cancellation may come before the task that does the work has opened its scope, while it works,
/// or when the answer is already decided. Invariant: after [#cancel] returned true, [#decide] never
/// returns true.
final class InFlight {
    final Message.Request request;

    private @Nullable CancelScope scope;
    private @Nullable String reason;
    private boolean decided;

    InFlight(Message.Request request) {
        this.request = request;
    }

    /// Cancels the work and with it the answer; false when the answer was decided before.
    boolean cancel(String why) {
        CancelScope open;
        synchronized (this) {
            if (decided) {
                return false;
            }
            if (reason != null) {
                return true;
            }
            reason = why;
            open = scope;
        }
        if (open != null) {
            open.cancel(why);
        }
        return true;
    }

    /// Tells in which scope the work is done.
    void enter(CancelScope open) {
        String why;
        synchronized (this) {
            scope = open;
            why = reason;
        }
        if (why != null) {
            open.cancel(why);
        }
    }

    /// Ends the time in which the request can be cancelled; whether the answer may be sent.
    synchronized boolean decide() {
        decided = true;
        return reason == null;
    }
}
