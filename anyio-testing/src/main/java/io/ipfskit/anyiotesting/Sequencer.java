package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Event;

import java.util.ArrayList;
import java.util.List;

/// Brings the steps of several tasks into one order: step 0 goes first, each other step when the
/// one before it was done.
public final class Sequencer {
    // Guarded by this. Event i is set when step i may go on.
    private final List<Event> turns = new ArrayList<>();

    /// Makes a sequencer whose step 0 may go on.
    public Sequencer() {
        turn(0).set();
    }

    /// Waits until the steps before `step` were done, and does it.
    ///
    /// @throws IllegalArgumentException when the step is negative
    public void reach(int step, Runnable action) throws InterruptedException {
        if (step < 0) {
            throw new IllegalArgumentException("a step must not be negative, was " + step);
        }
        turn(step).await();
        action.run();
        turn(step + 1).set();
    }

    private synchronized Event turn(int step) {
        while (turns.size() <= step) {
            turns.add(new Event());
        }
        return turns.get(step);
    }
}
