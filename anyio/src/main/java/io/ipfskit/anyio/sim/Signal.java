package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Event;

import org.jspecify.annotations.Nullable;

/// Wakes whoever waits for a change, again and again. Guarded by the world's monitor; a waiter
/// takes an event under it, waits without it, and then looks again.
final class Signal {
    private final String what;
    private @Nullable Event armed;

    /// Makes a signal; waits for it are shown as `what`.
    Signal(String what) {
        this.what = what;
    }

    /// Returns what to wait for.
    Event arm() {
        Event event = armed;
        if (event == null) {
            event = new Event(what);
            armed = event;
        }
        return event;
    }

    /// Wakes those who wait now.
    void fire() {
        Event event = armed;
        if (event != null) {
            armed = null;
            event.set();
        }
    }
}
