package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/// Decides for each call of a simulated disk what goes wrong with it: scenarios, one call at a
/// time.
///
/// Asked on the calling task, for every call, before anything happens. Where it answers null, the
/// disk's rates ([DiskFaults]) decide.
@FunctionalInterface
public interface DiskScript {
    /// Nothing goes wrong.
    DiskScript NONE = _ -> null;

    /// Returns what goes wrong with the call, null for nothing.
    @Nullable DiskFault fault(DiskOperation operation);

    /// What happens to the `n`-th changing call of the disk, counted from 1.
    static DiskScript atChange(long n, DiskFault fault) {
        return op -> op.number() == n && op.call().isChanging() ? fault : null;
    }

    /// What happens to the `n`-th call of this kind, counted from 1.
    ///
    /// @throws IllegalArgumentException when it cannot happen to such a call
    static DiskScript at(DiskCall call, long n, DiskFault fault) {
        requireFitting(call, fault);
        return op -> op.call() == call && op.ofCall() == n ? fault : null;
    }

    /// What happens to the next `times` calls of this kind.
    ///
    /// @throws IllegalArgumentException when it cannot happen to such a call
    static DiskScript next(DiskCall call, int times, DiskFault fault) {
        requireFitting(call, fault);
        AtomicInteger left = new AtomicInteger(times);
        return op -> op.call() == call && left.getAndDecrement() > 0 ? fault : null;
    }

    /// What happens to every call of this kind.
    ///
    /// @throws IllegalArgumentException when it cannot happen to such a call
    static DiskScript always(DiskCall call, DiskFault fault) {
        requireFitting(call, fault);
        return op -> op.call() == call ? fault : null;
    }

    /// What goes wrong with `count` of the next `within` calls of any kind: which they are, and
    /// whether it is a failure, a full disk, a short transfer or slowness, the seed decides. For
    /// worlds in which no seed may go without faults.
    ///
    /// @throws IllegalArgumentException when `count` is negative or above `within`
    static DiskScript some(long seed, int count, int within) {
        return new SomeFaults(seed, count, within);
    }

    /// Returns the script that asks this one, and the other where this one has no answer.
    default DiskScript or(DiskScript other) {
        return op -> {
            DiskFault first = fault(op);
            return first != null ? first : other.fault(op);
        };
    }

    private static void requireFitting(DiskCall call, DiskFault fault) {
        if (!fault.fits(call)) {
            throw new IllegalArgumentException(fault + " cannot happen to " + call);
        }
    }
}
