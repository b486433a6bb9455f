package io.ipfskit.node.gc;

import io.ipfskit.anyio.Event;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What running operations of a node need; see the package for the discipline. Thread-safe.
public final class Holds {
    /// Guards all of this package; held for short computations only.
    final Object monitor = new Object();

    // Guarded by `monitor`.
    private final Set<Hold> open = new LinkedHashSet<>();
    @Nullable LiveSet live;

    /// One hold, for people.
    ///
    /// @param what the operation that needs it
    /// @param blocks blocks it named one by one; approximate beyond 65,536
    /// @param dags roots it named with all that is below
    public record Held(String what, long blocks, int dags) {}

    /// Opens a hold that names nothing yet.
    ///
    /// @param what the operation that needs it, for people
    public Hold open(String what) {
        Hold hold = new Hold(this, what);
        synchronized (monitor) {
            open.add(hold);
        }
        return hold;
    }

    /// Begins a collection. What is held now or from now on is kept until the result is closed.
    ///
    /// @throws IllegalStateException while there is another
    public LiveSet collect() {
        synchronized (monitor) {
            if (live != null) {
                throw new IllegalStateException("a collection is running already");
            }
            LiveSet begun = new LiveSet(this);
            for (Hold hold : open) {
                hold.dags().forEach(begun::newRoot);
            }
            live = begun;
            return begun;
        }
    }

    /// What is held now, oldest first.
    public List<Held> held() {
        synchronized (monitor) {
            return open.stream().map(Hold::held).toList();
        }
    }

    // The rest is called holding the monitor.

    boolean isHeld(long fingerprint) {
        for (Hold hold : open) {
            if (hold.blocks().mayContain(fingerprint)) {
                return true;
            }
        }
        return false;
    }

    void closed(Hold hold) {
        open.remove(hold);
        if (live != null) {
            live.keep(hold);
        }
    }

    /// The end of the removal that is under way, or null.
    @Nullable Event removal() {
        Claim claim = live == null ? null : live.claim();
        return claim == null ? null : claim.removed();
    }

    /// The end of the removal under way, if this block is part of it.
    @Nullable Event removalOf(long fingerprint) {
        Claim claim = live == null ? null : live.claim();
        return claim == null || !claim.contains(fingerprint) ? null : claim.removed();
    }
}
