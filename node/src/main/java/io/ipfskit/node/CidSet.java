package io.ipfskit.node;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.operation.OperationFailed;

import java.util.Arrays;

/// A set of CIDs that takes about 45 bytes for each, a third of what one of the JDK takes, and no
/// more than it is allowed. Exact. For one task.
public final class CidSet {
    private static final int CHUNK = 1 << 16;
    private static final int TABLE_MIN = 64;

    private final String what;
    private final int max;

    /// The CIDs one behind the other, each a length (u8) and its bytes, none over two chunks.
    private byte[][] chunks = new byte[0][];

    private int end = CHUNK;

    /// Open addressing, at most two thirds full: 1 + chunk * CHUNK + offset of the CID, 0 is free.
    private long[] table = new long[TABLE_MIN];

    private int size;

    /// An empty set.
    ///
    /// @param what its elements, in the plural, for the failure
    /// @param max the most elements
    public CidSet(String what, int max) {
        this.what = what;
        this.max = max;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Whether this very CID is in it.
    public boolean contains(Cid cid) {
        byte[] bytes = cid.bytes();
        return table[slot(table, bytes, cid.hashCode())] != 0;
    }

    /// Puts one in; false when it was there.
    ///
    /// @throws OperationFailed `resource_exhausted` when there are as many as allowed
    public boolean add(Cid cid) {
        byte[] bytes = cid.bytes();
        int slot = slot(table, bytes, cid.hashCode());
        if (table[slot] != 0) {
            return false;
        }
        if (size == max) {
            throw Failures.limit("more than " + max + " " + what);
        }
        table[slot] = store(bytes);
        size++;
        if (size * 3L > table.length * 2L) {
            widen();
        }
        return true;
    }

    /// Puts all of another in, as far as there is room.
    public void addAll(CidSet other) {
        for (long place : other.table) {
            if (place != 0 && size < max) {
                add(Cid.decode(other.at(place)));
            }
        }
    }

    private long store(byte[] bytes) {
        if (end + 1 + bytes.length > CHUNK) {
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
            chunks[chunks.length - 1] = new byte[CHUNK];
            end = 0;
        }
        byte[] chunk = chunks[chunks.length - 1];
        chunk[end] = (byte) bytes.length;
        System.arraycopy(bytes, 0, chunk, end + 1, bytes.length);
        long place = 1 + (chunks.length - 1L) * CHUNK + end;
        end += 1 + bytes.length;
        return place;
    }

    private byte[] at(long place) {
        byte[] chunk = chunks[(int) ((place - 1) / CHUNK)];
        int offset = (int) ((place - 1) % CHUNK);
        int length = Byte.toUnsignedInt(chunk[offset]);
        return Arrays.copyOfRange(chunk, offset + 1, offset + 1 + length);
    }

    private boolean isAt(long place, byte[] bytes) {
        byte[] chunk = chunks[(int) ((place - 1) / CHUNK)];
        int offset = (int) ((place - 1) % CHUNK);
        int length = Byte.toUnsignedInt(chunk[offset]);
        return Arrays.equals(chunk, offset + 1, offset + 1 + length, bytes, 0, bytes.length);
    }

    private int slot(long[] in, byte[] bytes, int hash) {
        int slot = spread(hash) & (in.length - 1);
        while (in[slot] != 0 && !isAt(in[slot], bytes)) {
            slot = (slot + 1) & (in.length - 1);
        }
        return slot;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9e3779b9;
        return mixed ^ (mixed >>> 15);
    }

    private void widen() {
        long[] wider = new long[table.length * 2];
        for (long place : table) {
            if (place != 0) {
                byte[] bytes = at(place);
                wider[slot(wider, bytes, Cid.decode(bytes).hashCode())] = place;
            }
        }
        table = wider;
    }
}
