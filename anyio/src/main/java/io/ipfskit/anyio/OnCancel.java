package io.ipfskit.anyio;

/// What cancellation does to a [Blocking] call.
public enum OnCancel {
    /// The caller waits until the call ends by itself.
    WAIT,
    /// The caller returns at once; the call runs on, its result is discarded, its limiter token is
    /// held until it ends.
    ABANDON,
    /// The thread of the call is interrupted, then the caller waits until it ends.
    INTERRUPT
}
