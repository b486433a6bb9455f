package io.ipfskit.node.repository;

import java.util.Arrays;

/// A leaf of a [PackedTree]: its entries one behind the other in one array.
///
/// Layout of an entry: key length (u8), key, value; the value ends where the next entry begins.
final class PackedLeaf implements PackedTree.Node {
    static final PackedLeaf EMPTY = new PackedLeaf(new byte[0], new char[0]);

    private static final int ENTRIES_MAX = 64;
    private static final int BYTES_MAX = 16 << 10;
    private static final int ENTRIES_SMALL = 16;

    private final byte[] data;

    /// Where each entry begins. Invariant: `data` is shorter than 64 KiB, see [PackedTree] for the
    /// bounds of an entry.
    private final char[] starts;

    private PackedLeaf(byte[] data, char[] starts) {
        this.data = data;
        this.starts = starts;
    }

    @Override
    public long size() {
        return starts.length;
    }

    boolean isSmall() {
        return starts.length < ENTRIES_SMALL;
    }

    private int end(int index) {
        return index + 1 < starts.length ? starts[index + 1] : data.length;
    }

    private int keyLength(int index) {
        return Byte.toUnsignedInt(data[starts[index]]);
    }

    byte[] key(int index) {
        int from = starts[index] + 1;
        return Arrays.copyOfRange(data, from, from + keyLength(index));
    }

    byte[] value(int index) {
        return Arrays.copyOfRange(data, starts[index] + 1 + keyLength(index), end(index));
    }

    /// The index of a key, or `-(where it would be) - 1`.
    int find(byte[] key) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int from = starts[middle] + 1;
            int order =
                    Arrays.compareUnsigned(
                            data, from, from + keyLength(middle), key, 0, key.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return -low - 1;
    }

    /// One leaf, or two where it became too large.
    PackedTree.Node[] put(byte[] key, byte[] value) {
        int found = find(key);
        int at = found >= 0 ? found : -found - 1;
        int from = at < starts.length ? starts[at] : data.length;
        int until = found >= 0 ? end(at) : from;
        int entry = 1 + key.length + value.length;
        byte[] bytes = new byte[data.length - (until - from) + entry];
        System.arraycopy(data, 0, bytes, 0, from);
        bytes[from] = (byte) key.length;
        System.arraycopy(key, 0, bytes, from + 1, key.length);
        System.arraycopy(value, 0, bytes, from + 1 + key.length, value.length);
        System.arraycopy(data, until, bytes, from + entry, data.length - until);
        int skipped = found >= 0 ? 1 : 0;
        char[] places = new char[starts.length + 1 - skipped];
        System.arraycopy(starts, 0, places, 0, at);
        places[at] = (char) from;
        int moved = entry - (until - from);
        for (int i = at + 1; i < places.length; i++) {
            places[i] = (char) (starts[i - 1 + skipped] + moved);
        }
        PackedLeaf made = new PackedLeaf(bytes, places);
        return places.length > ENTRIES_MAX || (bytes.length > BYTES_MAX && places.length > 1)
                ? made.split()
                : new PackedTree.Node[] {made};
    }

    private PackedTree.Node[] split() {
        int half = 1;
        while (half + 1 < starts.length && starts[half] < data.length / 2) {
            half++;
        }
        return new PackedTree.Node[] {slice(0, half), slice(half, starts.length)};
    }

    private PackedLeaf slice(int from, int until) {
        int start = starts[from];
        char[] places = Arrays.copyOfRange(starts, from, until);
        for (int i = 0; i < places.length; i++) {
            places[i] -= (char) start;
        }
        return new PackedLeaf(Arrays.copyOfRange(data, start, end(until - 1)), places);
    }

    /// Without a key that is here.
    PackedLeaf remove(byte[] key) {
        int at = find(key);
        int from = starts[at];
        int until = end(at);
        byte[] bytes = new byte[data.length - (until - from)];
        System.arraycopy(data, 0, bytes, 0, from);
        System.arraycopy(data, until, bytes, from, data.length - until);
        char[] places = new char[starts.length - 1];
        System.arraycopy(starts, 0, places, 0, at);
        for (int i = at; i < places.length; i++) {
            places[i] = (char) (starts[i + 1] - (until - from));
        }
        return new PackedLeaf(bytes, places);
    }

    boolean fitsWith(PackedLeaf next) {
        return starts.length + next.starts.length <= ENTRIES_MAX * 3 / 4
                && data.length + next.data.length <= BYTES_MAX * 3 / 4;
    }

    PackedLeaf joined(PackedLeaf next) {
        byte[] bytes = Arrays.copyOf(data, data.length + next.data.length);
        System.arraycopy(next.data, 0, bytes, data.length, next.data.length);
        char[] places = Arrays.copyOf(starts, starts.length + next.starts.length);
        for (int i = 0; i < next.starts.length; i++) {
            places[starts.length + i] = (char) (next.starts[i] + data.length);
        }
        return new PackedLeaf(bytes, places);
    }
}
