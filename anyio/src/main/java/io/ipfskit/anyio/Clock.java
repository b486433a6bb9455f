package io.ipfskit.anyio;

import java.time.Instant;

/// The wall clock of the run. For measuring and waiting use [Time].
public final class Clock {
    private Clock() {}

    /// Returns the wall clock.
    ///
    /// @throws IllegalStateException outside a run
    public static Instant now() {
        return Run.ofCaller().kernel().wallClock();
    }
}
