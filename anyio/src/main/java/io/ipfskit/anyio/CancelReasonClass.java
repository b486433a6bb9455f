package io.ipfskit.anyio;

import java.util.Locale;

/// Who or what cancelled: the small closed set beside the reason's free text, for metrics.
public enum CancelReasonClass {
    /// A deadline passed.
    DEADLINE,

    /// Somebody called `cancel` on a task, a group or a scope, or on the future of a portal.
    CALLER,

    /// A task of the group, or its body, failed.
    FAILURE,

    /// The work was over: a race was won, a consumer had enough, a group's services were ended.
    FINISHED,

    /// The run was to end: its root scope was cancelled, its portal stopped, or the thread that
    /// waits for it interrupted.
    SHUTDOWN,

    /// SIGINT or SIGTERM came.
    SIGNAL;

    /// Returns the name as labels of metrics carry it, such as `deadline`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
