package io.ipfskit.anyio.net;

/// How a listener listens.
///
/// @param backlog how many connections wait for `accept` before the system refuses more; 1 to
///   65,535
/// @param isReuseAddress whether an address may be taken while old connections of it still linger
/// @param isNoDelay whether small pieces leave accepted streams at once (`TCP_NODELAY`)
public record ListenOptions(int backlog, boolean isReuseAddress, boolean isNoDelay) {
    /// A backlog of 1,024, the address reused, no delay.
    public static final ListenOptions DEFAULT = new ListenOptions(1_024, true, true);

    /// Checks the ranges.
    public ListenOptions {
        if (backlog < 1 || backlog > 0xffff) {
            throw new IllegalArgumentException("a backlog is within 1 and 65535, was " + backlog);
        }
    }
}
