package io.ipfskit.blockstore;

/// Keys of blocks in an index, 8 to 16 bytes each, up to a limit; beyond it every key counts as
/// known. For one task at a time.
final class KeySet {
    /// Keys that are told apart.
    static final int MAX = 1 << 20;

    private static final int START = 64;

    /// Open addressing, at most half full; 0 is free.
    private long[] table = new long[0];

    private int size;
    private boolean hasZero;
    private boolean full;

    void add(long key) {
        if (key == 0 || full) {
            hasZero |= key == 0;
            return;
        }
        if (size * 2 >= table.length) {
            grow();
        }
        int slot = slot(table, key);
        if (table[slot] == 0) {
            table[slot] = key;
            size++;
            if (size == MAX) {
                full = true;
                table = new long[0];
            }
        }
    }

    /// Whether the key was added, or may have been.
    boolean contains(long key) {
        if (full || key == 0) {
            return full || hasZero;
        }
        return table.length > 0 && table[slot(table, key)] != 0;
    }

    boolean isEmpty() {
        return size == 0 && !hasZero;
    }

    private void grow() {
        long[] wider = new long[Math.max(START, table.length * 2)];
        for (long key : table) {
            if (key != 0) {
                wider[slot(wider, key)] = key;
            }
        }
        table = wider;
    }

    private static int slot(long[] in, long key) {
        int slot = (int) (key ^ (key >>> 32)) & (in.length - 1);
        while (in[slot] != 0 && in[slot] != key) {
            slot = (slot + 1) & (in.length - 1);
        }
        return slot;
    }
}
