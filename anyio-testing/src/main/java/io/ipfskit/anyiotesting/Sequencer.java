package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Event;

import java.util.ArrayList;
import java.util.List;

/// Brings the steps of several tasks into one order: step n goes on when step n-1 was reached.
public final class Sequencer {
    // Guarded by this. Event i is set when step i may go on.
    private final List<Event> steps = new ArrayList<>();

    /// Makes a sequencer at step 0.
    public Sequencer() {
        event(0).set();
    }

    /// Waits for the steps before `step`, then lets `step + 1` go on when the caller has closed the
    /// turn: at once.
    ///
    /// @throws IllegalArgumentException when the step is negative
    public void reach(int step) throws InterruptedException {
        if (step < 0) {
            throw new IllegalArgumentException("a step must not be negative, was " + step);
        }
        event(step).await();
        event(step + 1).set();
    }

    private synchronized Event event(int step) {
        while (steps.size() <= step) {
            steps.add(new Event());
        }
        return steps.get(step);
    }
}
