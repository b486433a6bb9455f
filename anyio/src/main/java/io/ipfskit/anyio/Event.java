package io.ipfskit.anyio;

import java.util.Objects;

/// A flag that is set once and wakes everybody who waits for it. May be set from any thread.
public final class Event {
    /// The state at one moment.
    ///
    /// @param waiting tasks that wait
    public record Statistics(int waiting) {}

    private final WaitQueue waiters = new WaitQueue();
    private volatile boolean set;

    private final String what;

    /// Makes an event that is not set.
    public Event() {
        this("event");
    }

    /// Makes an event that is not set; tasks that wait for it tell so under the name `what`.
    public Event(String what) {
        this.what = Objects.requireNonNull(what, "what");
    }

    /// Sets the flag; once set it stays set.
    public void set() {
        synchronized (this) {
            set = true;
            for (Waiter w = waiters.poll(); w != null; w = waiters.poll()) {
                w.grant();
            }
        }
    }

    /// Returns whether the flag is set.
    public boolean isSet() {
        return set;
    }

    /// Waits until the flag is set; a checkpoint when it is.
    public void await() throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter = new Waiter(task, waiters);
        synchronized (this) {
            if (set) {
                return;
            }
            waiters.add(waiter);
        }
        waiter.await(what, this);
    }

    /// Returns how many tasks wait.
    public synchronized int waiting() {
        return waiters.size();
    }

    /// Returns the state now.
    public synchronized Statistics statistics() {
        return new Statistics(waiters.size());
    }
}
