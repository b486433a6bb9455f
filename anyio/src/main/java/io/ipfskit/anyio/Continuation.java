package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The place in a strand where its runnable continuation lies between the JDK, which hands it over
/// to the executor, and the loop, which runs it. Functions over fields of the strand: an object of
/// its own would cost each waiting task 24 bytes.
@SuppressWarnings("ReferenceEquality") // a continuation is itself
final class Continuation {
    @SuppressWarnings("UnnecessaryLambda") // a mark, never run
    private static final Runnable AWAITED = () -> {};

    private static final VarHandle PLACE;

    static {
        try {
            PLACE =
                    MethodHandles.lookup()
                            .findVarHandle(CoopStrand.class, "continuation", Runnable.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private Continuation() {}

    /// Returns whether `runnable` is the continuation of the strand itself; the first one is.
    static boolean isOwn(CoopStrand strand, Runnable runnable) {
        if (strand.ownContinuation == null) {
            strand.ownContinuation = runnable;
        }
        return strand.ownContinuation == runnable;
    }

    /// Puts the continuation down; returns whether the loop was waiting for it.
    static boolean put(CoopStrand strand, Runnable runnable) {
        return PLACE.getAndSet(strand, runnable) == AWAITED;
    }

    /// Takes it if it is there; otherwise marks the place so that [#put] tells.
    static @Nullable Runnable takeOrAwait(CoopStrand strand) {
        Runnable there = (Runnable) PLACE.getAndSet(strand, AWAITED);
        if (there == null || there == AWAITED) {
            return null;
        }
        PLACE.compareAndSet(strand, AWAITED, null);
        return there;
    }

    /// Takes it if it is there.
    static @Nullable Runnable take(CoopStrand strand) {
        Runnable there = strand.continuation;
        return there != null && there != AWAITED && PLACE.compareAndSet(strand, there, null)
                ? there
                : null;
    }

    /// Whether it lies here.
    static boolean isThere(CoopStrand strand) {
        Runnable there = strand.continuation;
        return there != null && there != AWAITED;
    }
}
