package io.ipfskit.blockstore;

import io.ipfskit.blockstore.BlockIndex.Location;
import io.ipfskit.blockstore.Manifest.Kept;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out what a store will be made of once a compaction's moves are done. Used by the flusher,
/// while nothing else changes the index.
final class ManifestBuilder {
    /// The live sections of one segment.
    private static final class Places {
        private int[] offsets = new int[0];
        private int size;

        void add(int offset) {
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, Math.max(16, size * 2));
            }
            offsets[size++] = offset;
        }

        void remove(int[] sortedGone) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (Arrays.binarySearch(sortedGone, offsets[i]) < 0) {
                    offsets[kept++] = offsets[i];
                }
            }
            size = kept;
        }

        int[] sorted() {
            int[] sorted = Arrays.copyOf(offsets, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    private final BlockIndex index;
    private final Compaction compaction;

    /// Live blocks by number of the segment.
    private final Map<Integer, Integer> live = new HashMap<>();

    /// Where they are, for segments of which not every block lives.
    private final Map<Integer, Places> partial = new HashMap<>();

    private final List<Segment> retired = new ArrayList<>();

    ManifestBuilder(BlockIndex index, Compaction compaction) {
        this.index = index;
        this.compaction = compaction;
    }

    /// Builds the manifest.
    ///
    /// @param committed the segments that count now
    /// @param leftovers segments retired before whose files may still be there
    Manifest build(List<Segment> committed, List<Long> leftovers) {
        index.forEach((segment, _, _) -> live.merge(segment, 1, Integer::sum));
        for (Segment segment : committed) {
            if (compaction.victims.contains(segment) || liveIn(segment) < segment.blocks()) {
                partial.put(segment.ordinal, new Places());
            }
        }
        for (Segment segment : compaction.written) {
            partial.put(segment.ordinal, new Places());
        }
        index.forEach((segment, offset, _) -> {
            Places places = partial.get(segment);
            if (places != null) {
                places.add(offset);
            }
        });
        move();
        List<Kept> kept = new ArrayList<>();
        List<Long> gone = new ArrayList<>(leftovers);
        for (Segment segment : committed) {
            if (isDead(segment)) {
                retired.add(segment);
                gone.add(segment.id);
            } else {
                kept.add(kept(segment, segment.end()));
            }
        }
        for (int i = 0; i < compaction.written.size(); i++) {
            kept.add(kept(compaction.written.get(i), compaction.ends.get(i)));
        }
        return new Manifest(kept, gone);
    }

    /// Whether nothing lives there; one whose file is just being renamed waits for the next time.
    private boolean isDead(Segment segment) {
        Places places = partial.get(segment.ordinal);
        return segment.isNamed() && (places == null ? liveIn(segment) : places.size) == 0;
    }

    /// Does to the places what the moves will do to the index: blocks that were deleted since they
    /// were copied are not moved.
    private void move() {
        Moves moves = compaction.moves;
        Map<Integer, Places> left = new HashMap<>();
        for (int i = 0; i < moves.size(); i++) {
            if (index.contains(moves.key(i), moves.fromSegment(i), moves.fromOffset(i))) {
                left.computeIfAbsent(moves.fromSegment(i), _ -> new Places())
                        .add(moves.fromOffset(i));
                Location to = moves.to(i);
                places(to.segment()).add(to.offset());
            }
        }
        left.forEach((segment, gone) -> places(segment).remove(gone.sorted()));
    }

    private Places places(int segment) {
        Places places = partial.get(segment);
        if (places == null) {
            throw new IllegalStateException("a block was moved from or to segment " + segment);
        }
        return places;
    }

    private Kept kept(Segment segment, long end) {
        Places places = partial.get(segment.ordinal);
        if (places == null) {
            return new Kept(segment.id, end, liveIn(segment), null);
        }
        boolean whole = places.size == segment.blocks();
        return new Kept(segment.id, end, places.size, whole ? null : places.sorted());
    }

    private int liveIn(Segment segment) {
        return live.getOrDefault(segment.ordinal, 0);
    }

    /// The segments in which nothing lives any more.
    List<Segment> retired() {
        return retired;
    }
}
