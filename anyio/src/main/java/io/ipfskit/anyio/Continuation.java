package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/// The place where a strand's runnable continuation lies between the JDK, which hands it over to
/// the executor, and the loop, which runs it.
@SuppressWarnings("ReferenceEquality") // a continuation is itself
final class Continuation {
    @SuppressWarnings("UnnecessaryLambda") // a mark, never run
    private static final Runnable AWAITED = () -> {};

    private final AtomicReference<@Nullable Runnable> place = new AtomicReference<>();
    private @Nullable Runnable own;

    /// Returns whether `runnable` is the continuation of the strand itself; the first one is.
    boolean isOwn(Runnable runnable) {
        if (own == null) {
            own = runnable;
        }
        return own == runnable;
    }

    /// Puts the continuation down; returns whether the loop was waiting for it.
    boolean put(Runnable runnable) {
        return place.getAndSet(runnable) == AWAITED;
    }

    /// Takes it if it is there; otherwise marks the place so that [#put(Runnable)] tells.
    @Nullable Runnable takeOrAwait() {
        Runnable there = place.getAndSet(AWAITED);
        if (there == null || there == AWAITED) {
            return null;
        }
        place.compareAndSet(AWAITED, null);
        return there;
    }

    /// Takes it if it is there.
    @Nullable Runnable take() {
        Runnable there = place.get();
        return there != null && there != AWAITED && place.compareAndSet(there, null) ? there : null;
    }

    /// Whether it lies here.
    boolean isThere() {
        Runnable there = place.get();
        return there != null && there != AWAITED;
    }
}
