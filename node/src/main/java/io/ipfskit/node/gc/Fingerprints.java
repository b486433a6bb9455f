package io.ipfskit.node.gc;

import io.ipfskit.multiformats.Multihash;

/// A set of blocks in bounded memory that may contain more than was put in, never less.
///
/// Exact (but for two blocks of the same fingerprint) up to [#EXACT_MAX] blocks, then a Bloom
/// filter of [#FILTER_BITS]: with a million blocks it takes one stranger in 500 for its own, with
/// four million one in seven. Guarded by the monitor of [Holds].
final class Fingerprints {
    static final int EXACT_MAX = 1 << 16;
    static final int FILTER_BITS = 1 << 24;

    private static final int HASHES = 4;
    private static final int TABLE_MIN = 16;

    /// Open addressing, at most half full; 0 is free.
    private long[] table = new long[TABLE_MIN];

    private int used;
    private long[] filter = new long[0];
    private long added;

    /// The fingerprint of a block: never 0.
    static long of(Multihash multihash) {
        int length = multihash.digestLength();
        long tail = length >= 8 ? multihash.digestLong(length - 8) : multihash.hashCode();
        long mixed = mix(tail + multihash.code() * 0x9e3779b97f4a7c15L);
        return mixed == 0 ? 1 : mixed;
    }

    /// The finalizer of MurmurHash3: each bit of the input changes half of the output's.
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }

    /// How many were put in; beyond the exact range duplicates count.
    long size() {
        return isFilter() ? added : used;
    }

    boolean isFilter() {
        return filter.length > 0;
    }

    void add(long fingerprint) {
        if (isFilter()) {
            set(fingerprint);
            added++;
            return;
        }
        int slot = slot(table, fingerprint);
        if (table[slot] != 0) {
            return;
        }
        if (used == EXACT_MAX) {
            toFilter();
            add(fingerprint);
            return;
        }
        table[slot] = fingerprint;
        used++;
        if (used * 2 > table.length) {
            long[] wider = new long[table.length * 2];
            for (long known : table) {
                if (known != 0) {
                    wider[slot(wider, known)] = known;
                }
            }
            table = wider;
        }
    }

    boolean mayContain(long fingerprint) {
        if (!isFilter()) {
            return table[slot(table, fingerprint)] != 0;
        }
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(fingerprint, i);
            if ((filter[bit >>> 6] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    void addAll(Fingerprints other) {
        if (other.isFilter()) {
            if (!isFilter()) {
                toFilter();
            }
            for (int i = 0; i < filter.length; i++) {
                filter[i] |= other.filter[i];
            }
            added += other.added;
            return;
        }
        for (long known : other.table) {
            if (known != 0) {
                add(known);
            }
        }
    }

    private void toFilter() {
        filter = new long[FILTER_BITS / Long.SIZE];
        for (long known : table) {
            if (known != 0) {
                set(known);
            }
        }
        added = used;
        table = new long[TABLE_MIN];
    }

    private void set(long fingerprint) {
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(fingerprint, i);
            filter[bit >>> 6] |= 1L << bit;
        }
    }

    /// Double hashing: two halves make all bits.
    private static int bit(long fingerprint, int index) {
        int first = (int) fingerprint;
        int second = (int) (fingerprint >>> 32) | 1;
        return (first + index * second) & (FILTER_BITS - 1);
    }

    private static int slot(long[] table, long fingerprint) {
        int slot = (int) (fingerprint >>> 17) & (table.length - 1);
        while (table[slot] != 0 && table[slot] != fingerprint) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }
}
