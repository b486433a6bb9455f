package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Cid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The entries of a directory as bytes: with names of 20 bytes and usual CIDs, 80 bytes each, where
/// objects would take three times that.
///
/// An entry is `length of name 2 | name | length of CID 1 | CID | tsize 8`, wholly in one page.
/// Pages grow from 1 KiB, so that small directories stay small. Rows can change places; the bytes
/// stay where they are.
final class EntryTable {
    private static final int FIRST_PAGE = 1024;
    private static final int PAGE = 64 * 1024;
    private static final int FIXED = 2 + 1 + 8;

    private final List<ByteBuffer> pages = new ArrayList<>();
    private int[] places = new int[16];
    private long[] hashes = new long[16];
    private int size;

    int size() {
        return size;
    }

    void add(byte[] name, Cid cid, long tsize, long hash) {
        byte[] cidBytes = cid.bytes();
        ByteBuffer page = page(FIXED + name.length + cidBytes.length);
        if (size == places.length) {
            int more = size + (size >> 1);
            places = Arrays.copyOf(places, more);
            hashes = Arrays.copyOf(hashes, more);
        }
        places[size] = (pages.size() - 1) * PAGE + page.position();
        hashes[size++] = hash;
        page.putShort((short) name.length).put(name);
        page.put((byte) cidBytes.length).put(cidBytes).putLong(tsize);
    }

    /// The last page, if there is room in it, or a new one.
    private ByteBuffer page(int room) {
        if (pages.isEmpty() || pages.getLast().remaining() < room) {
            if (pages.size() == Integer.MAX_VALUE / PAGE) {
                throw new IllegalArgumentException("the names of a directory exceed 2 GiB");
            }
            int length = FIRST_PAGE << Math.min(pages.size(), 6);
            pages.add(ByteBuffer.allocate(Math.min(PAGE, Math.max(length, room))));
        }
        return pages.getLast();
    }

    private ByteBuffer at(int row) {
        ByteBuffer page = pages.get(places[row] / PAGE);
        return page.duplicate().position(places[row] % PAGE);
    }

    long hash(int row) {
        return hashes[row];
    }

    byte[] nameBytes(int row) {
        ByteBuffer entry = at(row);
        byte[] name = new byte[entry.getShort()];
        entry.get(name);
        return name;
    }

    String name(int row) {
        return new String(nameBytes(row), StandardCharsets.UTF_8);
    }

    DirectoryEntry entry(int row) {
        ByteBuffer entry = at(row);
        byte[] name = new byte[entry.getShort()];
        entry.get(name);
        byte[] cid = new byte[Byte.toUnsignedInt(entry.get())];
        entry.get(cid);
        return new DirectoryEntry(
                new String(name, StandardCharsets.UTF_8), Cid.decode(cid), entry.getLong());
    }

    /// Moves the rows in `[from, to)` so that those of the same index in a shard of this depth are
    /// together, in the order of their indexes, and gives where each index begins: `fanout + 1`
    /// numbers.
    int[] partition(int from, int to, int depth, int fanout) {
        int[] starts = new int[fanout + 1];
        for (int row = from; row < to; row++) {
            starts[Hamt.index(hashes[row], depth, fanout) + 1]++;
        }
        starts[0] = from;
        for (int i = 1; i <= fanout; i++) {
            starts[i] += starts[i - 1];
        }
        int[] next = Arrays.copyOf(starts, fanout);
        for (int index = 0; index < fanout; index++) {
            while (next[index] < starts[index + 1]) {
                int row = next[index];
                int home = Hamt.index(hashes[row], depth, fanout);
                if (home == index) {
                    next[index]++;
                } else {
                    swap(row, next[home]++);
                }
            }
        }
        return starts;
    }

    private void swap(int a, int b) {
        int place = places[a];
        places[a] = places[b];
        places[b] = place;
        long hash = hashes[a];
        hashes[a] = hashes[b];
        hashes[b] = hash;
    }
}
