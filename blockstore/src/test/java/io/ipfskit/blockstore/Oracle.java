package io.ipfskit.blockstore;

import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What one task knows of the blocks that it alone uses: which may be in the store.
final class Oracle {
    final Map<Cid, Block> known = new LinkedHashMap<>();

    /// What may be in the store; one set while nothing failed.
    Set<Set<Cid>> possible = new LinkedHashSet<>(List.of(Set.of()));

    /// Number of its next new block.
    int next;

    Oracle() {}

    Oracle(Oracle other) {
        known.putAll(other.known);
        possible = new LinkedHashSet<>(other.possible);
        next = other.next;
    }

    void know(Block block) {
        known.put(block.cid(), block);
    }

    /// Something is under way: it may happen or not.
    void begin(UnaryOperator<Set<Cid>> change) {
        Set<Set<Cid>> both = new LinkedHashSet<>(possible);
        possible.forEach(set -> both.add(change.apply(set)));
        possible = both;
    }

    /// It was acknowledged.
    void acknowledge(UnaryOperator<Set<Cid>> change) {
        Set<Set<Cid>> after = new LinkedHashSet<>();
        possible.forEach(set -> after.add(change.apply(set)));
        possible = after;
    }

    /// One of the sets that may be there.
    Set<Cid> likely() {
        return possible.iterator().next();
    }
}
