package io.ipfskit.kit.life;

/// Why a node stops, with the exit code of `daemon`.
///
/// @param text why, for logs and as cancel reason of what still runs
/// @param exitCode 0 after `shutdown` and `close`, 130 and 143 after signals, 1 after a failure,
///   which the cancelling of a needed service is, too
public record StopReason(String text, int exitCode) {
    /// Somebody called `daemon.stop`.
    public static final StopReason SHUTDOWN = new StopReason("shutdown requested", 0);

    /// The owner closed it.
    public static final StopReason CLOSED = new StopReason("closed by its owner", 0);

    /// SIGINT came.
    public static final StopReason SIGINT = new StopReason("SIGINT", 130);

    /// SIGTERM came.
    public static final StopReason SIGTERM = new StopReason("SIGTERM", 143);

    /// Whether the node ends by a failure of its own.
    public boolean isFailure() {
        return exitCode == 1;
    }

    /// A needed service died, or was cancelled.
    public static StopReason failed(String service, Throwable cause) {
        if (cause instanceof InterruptedException) {
            return new StopReason("service " + service + ": " + cause.getMessage(), 1);
        }
        return new StopReason("service " + service + " failed: " + cause, 1);
    }
}
