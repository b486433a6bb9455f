package io.ipfskit.node.gc;

import io.ipfskit.multiformats.Multihash;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A set of blocks, outside the heap: 16 bytes a slot, at most three quarters full.
///
/// A block is known by 128 bits: of its digest, if that is as long as a cryptographic one is, else
/// of the SHA-256 of its multihash. Whoever could make two blocks that share them could break the
/// hash function, so it counts as exact. The same block may be in it in several roles. For one
/// task.
public final class Marks implements AutoCloseable {
    private static final int SLOT = 16;
    private static final int DIGEST_MIN = 20;
    private static final long CAPACITY_MIN = 1024;

    private Arena arena = Arena.ofShared();
    private long capacity = CAPACITY_MIN;
    private MemorySegment slots = arena.allocate(capacity * SLOT, 8);
    private long size;

    // The block that was asked for last.
    private long high;
    private long low;

    /// An empty set.
    public Marks() {}

    /// Puts a block in; false when it was there in this role.
    ///
    /// @param role a number of the caller's choice, such as a codec
    public boolean add(Multihash block, int role) {
        key(block, role);
        long slot = find(slots, capacity, high, low);
        if (slots.get(ValueLayout.JAVA_LONG, slot) != 0) {
            return false;
        }
        put(slots, slot, high, low);
        size++;
        if (size > capacity / 4 * 3) {
            grow();
        }
        return true;
    }

    /// Whether the block is there in this role.
    public boolean contains(Multihash block, int role) {
        key(block, role);
        return slots.get(ValueLayout.JAVA_LONG, find(slots, capacity, high, low)) != 0;
    }

    /// How many there are, each in each of its roles.
    public long size() {
        return size;
    }

    private void key(Multihash block, int role) {
        if (block.digestLength() >= DIGEST_MIN) {
            high = block.digestLong(0) ^ block.code() * 0x9e3779b97f4a7c15L;
            low = block.digestLong(8);
        } else {
            byte[] hash = sha256(block.bytes());
            high = longAt(hash, 0);
            low = longAt(hash, 8);
        }
        low ^= role * 0xbf58476d1ce4e5b9L;
        high = high == 0 ? 1 : high; // 0 is a free slot
    }

    private static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | Byte.toUnsignedLong(bytes[at + i]);
        }
        return value;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Offset of the slot of a block, or of the free one where it belongs.
    private static long find(MemorySegment in, long capacity, long high, long low) {
        long slot = (low ^ (low >>> 32)) & (capacity - 1);
        while (true) {
            long found = in.get(ValueLayout.JAVA_LONG, slot * SLOT);
            if (found == 0
                    || (found == high && in.get(ValueLayout.JAVA_LONG, slot * SLOT + 8) == low)) {
                return slot * SLOT;
            }
            slot = (slot + 1) & (capacity - 1);
        }
    }

    private static void put(MemorySegment in, long slot, long high, long low) {
        in.set(ValueLayout.JAVA_LONG, slot, high);
        in.set(ValueLayout.JAVA_LONG, slot + 8, low);
    }

    @SuppressWarnings("MustBeClosedChecker") // the next growth closes it, or close()
    private void grow() {
        Arena wider = Arena.ofShared();
        long twice = capacity * 2;
        MemorySegment target = wider.allocate(twice * SLOT, 8);
        for (long slot = 0; slot < capacity * SLOT; slot += SLOT) {
            long first = slots.get(ValueLayout.JAVA_LONG, slot);
            if (first != 0) {
                long second = slots.get(ValueLayout.JAVA_LONG, slot + 8);
                put(target, find(target, twice, first, second), first, second);
            }
        }
        arena.close();
        arena = wider;
        slots = target;
        capacity = twice;
    }

    /// Frees the memory; not to be used afterwards.
    @Override
    public void close() {
        arena.close();
    }
}
