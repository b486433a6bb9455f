package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// The strands of a cooperative kernel that started and have not ended, linked through themselves.
/// Of whoever is in charge of the kernel.
final class LiveStrands {
    private @Nullable CoopStrand first;

    void add(CoopStrand strand) {
        strand.next = first;
        if (first != null) {
            first.previous = strand;
        }
        first = strand;
    }

    void remove(CoopStrand strand) {
        if (strand.previous != null) {
            strand.previous.next = strand.next;
        } else {
            first = strand.next;
        }
        if (strand.next != null) {
            strand.next.previous = strand.previous;
        }
        strand.previous = null;
        strand.next = null;
    }

    boolean isEmpty() {
        return first == null;
    }

    /// Puts every strand that is parked in line.
    void wakeParked(ReadyQueue ready) {
        for (CoopStrand s = first; s != null; s = s.next) {
            if (s.change(CoopStrand.Status.PARKED, CoopStrand.Status.READY)) {
                ready.add(s);
            }
        }
    }
}
