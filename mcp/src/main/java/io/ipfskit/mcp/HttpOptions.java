package io.ipfskit.mcp;

import java.time.Duration;

/// Bounds of streamable HTTP.
///
/// @param sessionsMax sessions at a time; beyond it the one idle for longest ends
/// @param idleMax a session without requests for so long ends
/// @param quiet a response that has not begun after so long begins as an event stream, and then
///   gets a comment each time nothing was sent for so long
public record HttpOptions(int sessionsMax, Duration idleMax, Duration quiet) {
    /// 1,024 sessions, 30 minutes, 5 seconds.
    public static final HttpOptions DEFAULT =
            new HttpOptions(1024, Duration.ofMinutes(30), Duration.ofSeconds(5));

    public HttpOptions {
        if (sessionsMax < 1) {
            throw new IllegalArgumentException(
                    "sessionsMax must be at least 1, was " + sessionsMax);
        }
        if (!idleMax.isPositive() || !quiet.isPositive()) {
            throw new IllegalArgumentException(
                    "idleMax and quiet must be positive, were " + idleMax + " and " + quiet);
        }
    }
}
