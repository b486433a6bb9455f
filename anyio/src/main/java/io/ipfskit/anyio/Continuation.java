package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The place where a strand's runnable continuation lies between the JDK, which hands it over to
/// the executor, and the loop, which runs it.
@SuppressWarnings("ReferenceEquality") // a continuation is itself
final class Continuation {
    @SuppressWarnings("UnnecessaryLambda") // a mark, never run
    private static final Runnable AWAITED = () -> {};

    private static final VarHandle PLACE;

    static {
        try {
            PLACE =
                    MethodHandles.lookup()
                            .findVarHandle(Continuation.class, "place", Runnable.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile @Nullable Runnable place;
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
        return PLACE.getAndSet(this, runnable) == AWAITED;
    }

    /// Takes it if it is there; otherwise marks the place so that [#put(Runnable)] tells.
    @Nullable Runnable takeOrAwait() {
        Runnable there = (Runnable) PLACE.getAndSet(this, AWAITED);
        if (there == null || there == AWAITED) {
            return null;
        }
        PLACE.compareAndSet(this, AWAITED, null);
        return there;
    }

    /// Takes it if it is there.
    @Nullable Runnable take() {
        Runnable there = place;
        return there != null && there != AWAITED && PLACE.compareAndSet(this, there, null)
                ? there
                : null;
    }

    /// Whether it lies here.
    boolean isThere() {
        Runnable there = place;
        return there != null && there != AWAITED;
    }
}
