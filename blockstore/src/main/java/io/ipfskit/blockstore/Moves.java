package io.ipfskit.blockstore;

import io.ipfskit.blockstore.BlockIndex.Location;

import java.util.Arrays;

/// Where the blocks of a compaction were and where their copies are: 36 bytes each.
final class Moves {
    /// Moves after which a round of a compaction ends.
    static final int MAX = 1 << 18;

    private static final int START = 1024;

    private long[] keys = new long[START];

    /// Per move: old segment and offset, new segment, offset, length and checksum.
    private int[] places = new int[START * PLACE];

    private static final int PLACE = 6;

    private int size;

    /// Records a copy.
    ///
    /// @param key of the block in the index
    void add(long key, Location from, Location to) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            places = Arrays.copyOf(places, size * 2 * PLACE);
        }
        keys[size] = key;
        int at = size * PLACE;
        places[at] = from.segment();
        places[at + 1] = from.offset();
        places[at + 2] = to.segment();
        places[at + 3] = to.offset();
        places[at + 4] = to.length();
        places[at + 5] = to.crc();
        size++;
    }

    int size() {
        return size;
    }

    long key(int move) {
        return keys[move];
    }

    int fromSegment(int move) {
        return places[move * PLACE];
    }

    int fromOffset(int move) {
        return places[move * PLACE + 1];
    }

    Location to(int move) {
        int at = move * PLACE;
        return new Location(places[at + 2], places[at + 3], places[at + 4], places[at + 5]);
    }
}
