package io.ipfskit.blockstore;

import io.ipfskit.multiformats.Multihash;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Where blocks are: 16 bytes per slot outside the heap, at most three quarters full.
///
/// It keeps 34 bits of a keyed hash of each multihash, not the multihash: a lookup gives
/// candidates, and the caller compares the CID in the segment. 256 shards grow one by one, so
/// growing needs little room beside the index.
///
/// ```
///   word 0:  hash 26 | offset 28 | length, low 10      word 1:  crc32c 32 | segment 20 | length, high 12
/// ```
///
/// A slot is free when word 0 has no offset: no section begins at 0. Thread-safe, one lock per
/// shard.
final class BlockIndex implements AutoCloseable {
    static final int SEGMENT_MAX = (1 << 20) - 1;
    static final int OFFSET_MAX = (1 << 28) - 1;
    static final int LENGTH_MAX = (1 << 22) - 1;

    private static final int SHARDS = 256;
    private static final int SLOT = 16;
    private static final int CAPACITY_MIN = 16;
    private static final int CAPACITY_MAX = 1 << 26;
    private static final long OFFSET_MASK = (long) OFFSET_MAX << 10;

    /// The place of a block.
    ///
    /// @param segment number of the segment in memory
    /// @param offset position of its section
    /// @param length bytes of the block
    record Location(int segment, int offset, int length, int crc) {}

    /// One open-addressed table with linear probing. Guarded by itself.
    private static final class Shard {
        private @Nullable Arena arena;
        private MemorySegment slots = MemorySegment.NULL;
        private int capacity;
        private int size;
    }

    private final Shard[] shards = new Shard[SHARDS];
    private final long seed;

    /// @param seed makes the hash unpredictable, so that nobody can craft blocks that collide
    BlockIndex(long seed) {
        this.seed = seed;
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard();
        }
    }

    private long hash(Multihash multihash) {
        int length = multihash.digestLength();
        long h = seed ^ length;
        for (int at = 0; at + 8 <= length; at += 8) {
            h = mix(h ^ multihash.digestLong(at));
        }
        return mix(h ^ multihash.digestLong(length - 8) ^ Long.rotateLeft(seed, 32));
    }

    private static long mix(long value) {
        long h = (value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
        return h ^ (h >>> 32);
    }

    private Shard shard(long hash) {
        return shards[(int) (hash >>> 56)];
    }

    private static int fingerprint(long hash) {
        return (int) hash & (CAPACITY_MAX - 1);
    }

    /// Returns the places where the block may be; nearly always none or the right one.
    List<Location> candidates(Multihash multihash) {
        long hash = hash(multihash);
        Shard shard = shard(hash);
        int fingerprint = fingerprint(hash);
        synchronized (shard) {
            if (shard.size == 0) {
                return List.of();
            }
            List<Location> found = List.of();
            int mask = shard.capacity - 1;
            for (int i = fingerprint & mask; ; i = (i + 1) & mask) {
                long word0 = word(shard, i, 0);
                if ((word0 & OFFSET_MASK) == 0) {
                    return found;
                }
                if ((int) (word0 >>> 38) == fingerprint) {
                    if (found.isEmpty()) {
                        found = new ArrayList<>(1);
                    }
                    found.add(location(word0, word(shard, i, 1)));
                }
            }
        }
    }

    /// Returns whether the index cannot tell the two apart.
    boolean isSameSlot(Multihash one, Multihash other) {
        long a = hash(one);
        long b = hash(other);
        return a >>> 56 == b >>> 56 && fingerprint(a) == fingerprint(b);
    }

    /// Adds a place; the caller knows that the block has none.
    void add(Multihash multihash, Location location) {
        long hash = hash(multihash);
        Shard shard = shard(hash);
        long word0 = word0(fingerprint(hash), location);
        long word1 = word1(location);
        synchronized (shard) {
            insert(shard, word0, word1);
        }
    }

    /// Returns the places of another index with the same seed whose block may be in this one, too:
    /// nearly always those whose block is.
    List<Location> sharedSlots(BlockIndex other) {
        List<Location> shared = new ArrayList<>();
        for (int s = 0; s < SHARDS; s++) {
            Shard theirs = other.shards[s];
            Shard ours = shards[s];
            for (int i = 0; i < theirs.capacity; i++) {
                long word0 = word(theirs, i, 0);
                if ((word0 & OFFSET_MASK) != 0 && hasFingerprint(ours, (int) (word0 >>> 38))) {
                    shared.add(location(word0, word(theirs, i, 1)));
                }
            }
        }
        return shared;
    }

    private static boolean hasFingerprint(Shard shard, int fingerprint) {
        synchronized (shard) {
            if (shard.size == 0) {
                return false;
            }
            int mask = shard.capacity - 1;
            for (int i = fingerprint & mask; ; i = (i + 1) & mask) {
                long word0 = word(shard, i, 0);
                if ((word0 & OFFSET_MASK) == 0) {
                    return false;
                }
                if ((int) (word0 >>> 38) == fingerprint) {
                    return true;
                }
            }
        }
    }

    /// Adds all places of another index with the same seed.
    void addAll(BlockIndex other) {
        for (int s = 0; s < SHARDS; s++) {
            Shard from = other.shards[s];
            Shard to = shards[s];
            for (int i = 0; i < from.capacity; i++) {
                long word0 = word(from, i, 0);
                if ((word0 & OFFSET_MASK) != 0) {
                    synchronized (to) {
                        insert(to, word0, word(from, i, 1));
                    }
                }
            }
        }
    }

    /// Removes the block from exactly this place.
    ///
    /// @return its location, null when it was not there
    @Nullable Location remove(Multihash multihash, int segment, int offset) {
        long hash = hash(multihash);
        Shard shard = shard(hash);
        int fingerprint = fingerprint(hash);
        synchronized (shard) {
            int i = find(shard, fingerprint, segment, offset);
            if (i < 0) {
                return null;
            }
            Location location = location(word(shard, i, 0), word(shard, i, 1));
            erase(shard, i);
            return location;
        }
    }

    /// Returns whether the block is at exactly this place.
    boolean contains(Multihash multihash, int segment, int offset) {
        long hash = hash(multihash);
        Shard shard = shard(hash);
        synchronized (shard) {
            return find(shard, fingerprint(hash), segment, offset) >= 0;
        }
    }

    /// The key under which [#move] and [#contains(long, int, int)] know a block.
    long key(Multihash multihash) {
        return hash(multihash);
    }

    /// Returns whether the block with this key is at exactly this place.
    boolean contains(long key, int segment, int offset) {
        Shard shard = shard(key);
        synchronized (shard) {
            return find(shard, fingerprint(key), segment, offset) >= 0;
        }
    }

    /// Says that the block with this key is no longer at exactly this place but at another; has no
    /// effect when it was not there. Readers see one of the two.
    void move(long key, int segment, int offset, Location to) {
        Shard shard = shard(key);
        int fingerprint = fingerprint(key);
        synchronized (shard) {
            int i = find(shard, fingerprint, segment, offset);
            if (i >= 0) {
                set(shard, i, word0(fingerprint, to), word1(to));
            }
        }
    }

    /// Receives places.
    interface PlaceConsumer {
        void accept(int segment, int offset, int length);
    }

    /// Hands out every place, shard by shard; the consumer must not call the index.
    void forEach(PlaceConsumer consumer) {
        for (Shard shard : shards) {
            synchronized (shard) {
                for (int i = 0; i < shard.capacity; i++) {
                    long word0 = word(shard, i, 0);
                    if ((word0 & OFFSET_MASK) != 0) {
                        Location at = location(word0, word(shard, i, 1));
                        consumer.accept(at.segment(), at.offset(), at.length());
                    }
                }
            }
        }
    }

    /// Returns the number of places.
    long size() {
        long total = 0;
        for (Shard shard : shards) {
            synchronized (shard) {
                total += shard.size;
            }
        }
        return total;
    }

    /// Returns the bytes of all blocks.
    long bytes() {
        long[] total = new long[1];
        forEach((_, _, length) -> total[0] += length);
        return total[0];
    }

    /// Returns the bytes of memory outside the heap.
    long memory() {
        long total = 0;
        for (Shard shard : shards) {
            synchronized (shard) {
                total += (long) shard.capacity * SLOT;
            }
        }
        return total;
    }

    /// Frees the memory; the index is empty afterwards.
    @Override
    public void close() {
        for (Shard shard : shards) {
            synchronized (shard) {
                if (shard.arena != null) {
                    shard.arena.close();
                }
                shard.arena = null;
                shard.slots = MemorySegment.NULL;
                shard.capacity = 0;
                shard.size = 0;
            }
        }
    }

    private static int find(Shard shard, int fingerprint, int segment, int offset) {
        if (shard.size == 0) {
            return -1;
        }
        int mask = shard.capacity - 1;
        for (int i = fingerprint & mask; ; i = (i + 1) & mask) {
            long word0 = word(shard, i, 0);
            if ((word0 & OFFSET_MASK) == 0) {
                return -1;
            }
            if ((int) (word0 >>> 38) == fingerprint) {
                Location location = location(word0, word(shard, i, 1));
                if (location.segment() == segment && location.offset() == offset) {
                    return i;
                }
            }
        }
    }

    private static void insert(Shard shard, long word0, long word1) {
        if (shard.size >= shard.capacity / 4 * 3) {
            grow(shard);
        }
        int mask = shard.capacity - 1;
        int i = (int) (word0 >>> 38) & mask;
        while ((word(shard, i, 0) & OFFSET_MASK) != 0) {
            i = (i + 1) & mask;
        }
        set(shard, i, word0, word1);
        shard.size++;
    }

    /// Removes a slot and closes the gap, so that no probe stops too early.
    private static void erase(Shard shard, int hole) {
        int mask = shard.capacity - 1;
        int free = hole;
        for (int i = (free + 1) & mask; ; i = (i + 1) & mask) {
            long word0 = word(shard, i, 0);
            if ((word0 & OFFSET_MASK) == 0) {
                break;
            }
            int home = (int) (word0 >>> 38) & mask;
            if (((i - home) & mask) >= ((i - free) & mask)) {
                set(shard, free, word0, word(shard, i, 1));
                free = i;
            }
        }
        set(shard, free, 0, 0);
        shard.size--;
    }

    @SuppressWarnings(
            "MustBeClosedChecker") // the shard owns it and closes it when it grows or ends
    private static void grow(Shard shard) {
        if (shard.capacity == CAPACITY_MAX) {
            throw new IllegalStateException(
                    "the block index is full: " + shard.size + " blocks in one shard");
        }
        Arena old = shard.arena;
        MemorySegment from = shard.slots;
        int oldCapacity = shard.capacity;
        Arena arena = Arena.ofShared();
        shard.capacity = Math.max(CAPACITY_MIN, oldCapacity * 2);
        shard.slots = arena.allocate((long) shard.capacity * SLOT, 8);
        shard.arena = arena;
        shard.size = 0;
        for (int i = 0; i < oldCapacity; i++) {
            long word0 = from.get(ValueLayout.JAVA_LONG, (long) i * SLOT);
            if ((word0 & OFFSET_MASK) != 0) {
                insert(shard, word0, from.get(ValueLayout.JAVA_LONG, (long) i * SLOT + 8));
            }
        }
        if (old != null) {
            old.close();
        }
    }

    private static long word(Shard shard, int slot, int word) {
        return shard.slots.get(ValueLayout.JAVA_LONG, (long) slot * SLOT + word * 8L);
    }

    private static void set(Shard shard, int slot, long word0, long word1) {
        shard.slots.set(ValueLayout.JAVA_LONG, (long) slot * SLOT, word0);
        shard.slots.set(ValueLayout.JAVA_LONG, (long) slot * SLOT + 8, word1);
    }

    private static long word0(int fingerprint, Location location) {
        if (location.offset() <= 0
                || location.offset() > OFFSET_MAX
                || location.length() < 0
                || location.length() > LENGTH_MAX
                || location.segment() < 0
                || location.segment() > SEGMENT_MAX) {
            throw new IllegalArgumentException("place does not fit the index: " + location);
        }
        return (long) fingerprint << 38
                | (long) location.offset() << 10
                | (location.length() & 0x3ff);
    }

    private static long word1(Location location) {
        return (long) location.crc() << 32
                | (long) location.segment() << 12
                | (location.length() >>> 10);
    }

    private static Location location(long word0, long word1) {
        int length = (int) (word1 & 0xfff) << 10 | (int) (word0 & 0x3ff);
        return new Location(
                (int) (word1 >>> 12) & SEGMENT_MAX,
                (int) (word0 >>> 10) & OFFSET_MAX,
                length,
                (int) (word1 >>> 32));
    }
}
