package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

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

    void forEach(Consumer<CoopStrand> action) {
        for (CoopStrand s = first; s != null; s = s.next) {
            action.accept(s);
        }
    }
}
