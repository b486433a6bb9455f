package io.ipfskit.kit.life;

import java.time.Duration;

/// How often and after what time a failed service is started again.
///
/// @param most restarts within `within`; with one more failure in that time it stays failed
/// @param within the time that restarts are counted in
/// @param first the wait before the first restart; doubles with each counted one
/// @param longest the longest wait
public record RestartRule(int most, Duration within, Duration first, Duration longest) {
    /// Five in ten minutes, after 1, 2, 4, 8 and 16 seconds.
    public static final RestartRule DEFAULT =
            new RestartRule(
                    5, Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMinutes(1));

    public RestartRule {
        if (most < 0 || within.isNegative() || first.isNegative() || longest.isNegative()) {
            throw new IllegalArgumentException("a restart rule has no negative numbers");
        }
    }
}
