package io.ipfskit.anyio.net;

import java.time.Duration;

/// How a stream is dialled.
///
/// @param isNoDelay whether small pieces leave at once (`TCP_NODELAY`)
/// @param isKeepAlive whether the system looks now and then whether the peer is still there
/// @param attemptDelay how long an attempt has before the next begins beside it (RFC 8305, section
///   5); positive
/// @param attempts how many addresses of a name are tried at most; 1 to 64
public record DialOptions(
        boolean isNoDelay, boolean isKeepAlive, Duration attemptDelay, int attempts) {
    /// No delay, no keep-alive, 250 ms between attempts, at most 16 of them.
    public static final DialOptions DEFAULT =
            new DialOptions(true, false, Duration.ofMillis(250), 16);

    /// Checks the ranges.
    public DialOptions {
        if (attemptDelay.isNegative() || attemptDelay.isZero()) {
            throw new IllegalArgumentException("attemptDelay must be positive: " + attemptDelay);
        }
        if (attempts < 1 || attempts > 64) {
            throw new IllegalArgumentException("attempts are within 1 and 64, were " + attempts);
        }
    }
}
