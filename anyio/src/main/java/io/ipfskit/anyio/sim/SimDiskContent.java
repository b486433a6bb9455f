package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.FileType;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A file of a simulated disk: what its readers see, what is durable, and every version that each
/// sector and the length had in between. Guarded by the disk's monitor.
///
/// A sector of 512 bytes reaches the device wholly or not at all; which of its versions did, and in
/// which order with others, nobody knows before a crash.
final class SimDiskContent extends SimDiskNode {
    static final int SECTOR = 512;

    /// What a sector held at a time.
    private static final class Version {
        /// Number of the change.
        final long stamp;

        final byte[] content;

        /// Whether it became this by cutting the file.
        final boolean cut;

        Version(long stamp, byte[] content, boolean cut) {
            this.stamp = stamp;
            this.content = content;
            this.cut = cut;
        }
    }

    private record Length(long stamp, int size) {}

    private byte[] bytes = new byte[0];
    private int size;

    private byte[] durable = new byte[0];
    private int durableSize;

    /// Changes since the last sync, by sector.
    private final TreeMap<Integer, List<Version>> versions = new TreeMap<>();

    private final List<Length> lengths = new ArrayList<>();

    /// Sectors that count as clean though they are not durable, after a failed sync.
    private final BitSet doomed = new BitSet();

    SimDiskContent(long id, int mode, Instant modified) {
        super(id, mode, modified);
    }

    @Override
    FileType type() {
        return FileType.FILE;
    }

    @Override
    long size() {
        return size;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /// A view of what readers see now.
    ByteBuffer view(long at, int length) {
        return ByteBuffer.wrap(bytes, (int) at, length).slice().asReadOnlyBuffer();
    }

    /// Reads at most `count` bytes; -1 at the end.
    int read(ByteBuffer into, long position, int count) {
        if (position >= size) {
            return count == 0 ? 0 : -1;
        }
        int n = (int) Math.min(count, size - position);
        into.put(bytes, (int) position, n);
        return n;
    }

    void write(ByteBuffer from, int count, int position, long stamp) {
        int end = position + count;
        if (count == 0) {
            return;
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(bytes.length * 2L, 1 << 30)));
        }
        from.get(bytes, position, count);
        if (end > size) {
            size = end;
            lengths.add(new Length(stamp, end));
        }
        note(position / SECTOR, (end - 1) / SECTOR, stamp, false);
    }

    void truncate(int newSize, long stamp) {
        if (newSize >= size) {
            return;
        }
        int last = (size - 1) / SECTOR;
        Arrays.fill(bytes, newSize, size, (byte) 0);
        size = newSize;
        lengths.add(new Length(stamp, newSize));
        note(newSize / SECTOR, last, stamp, true);
    }

    private void note(int firstSector, int lastSector, long stamp, boolean cut) {
        for (int s = firstSector; s <= lastSector; s++) {
            byte[] content = sector(bytes, s);
            versions.computeIfAbsent(s, _ -> new ArrayList<>(2))
                    .add(new Version(stamp, content, cut));
            doomed.clear(s);
        }
    }

    private static byte[] sector(byte[] of, int s) {
        int from = s * SECTOR;
        if (from >= of.length) {
            return new byte[SECTOR];
        }
        return Arrays.copyOfRange(of, from, from + SECTOR);
    }

    /// Makes durable what is known as unsynced.
    void force() {
        force(0, Integer.MAX_VALUE);
    }

    /// As [#force()] for the sectors of a stretch, and the length.
    void force(int from, int to) {
        int last = to == Integer.MAX_VALUE ? to : (to - 1) / SECTOR;
        if (durable.length < size) {
            durable = Arrays.copyOf(durable, Math.max(size, bytes.length));
        }
        var pending = versions.subMap(from / SECTOR, true, last, true).entrySet().iterator();
        while (pending.hasNext()) {
            int s = pending.next().getKey();
            if (!doomed.get(s)) {
                put(durable, s, sector(bytes, s));
                pending.remove();
            }
        }
        durableSize = size;
        lengths.clear();
    }

    /// A sync failed: what it was to save counts as clean, and is not durable.
    void doom() {
        versions.keySet().forEach(doomed::set);
    }

    /// The system needs memory: what counts as clean is read from the device again.
    void evict() {
        for (int s = doomed.nextSetBit(0); s >= 0; s = doomed.nextSetBit(s + 1)) {
            put(bytes, s, sector(durable, s));
            versions.remove(s);
        }
        doomed.clear();
    }

    /// Changes one bit, in memory and on the device.
    void flip(int at, int bit) {
        int mask = 1 << bit;
        bytes[at] ^= (byte) mask;
        if (at < durable.length) {
            durable[at] ^= (byte) mask;
        }
        List<Version> pending = versions.get(at / SECTOR);
        if (pending != null) {
            for (Version version : pending) {
                version.content[at % SECTOR] ^= (byte) mask;
            }
        }
    }

    /// What is found after a power loss.
    SimDiskContent survivor(RandomGenerator random) {
        SimDiskContent after = new SimDiskContent(id, mode, modified);
        switch (random.nextInt(4)) {
            case 0 -> after.settle(durable, durableSize);
            case 1 -> after.settle(bytes, size);
            case 2 -> inOrder(after, random);
            default -> inAnyOrder(after, random);
        }
        if (random.nextBoolean()) {
            after.mode = durableMode;
            after.modified = durableModified;
        }
        after.forceMetadata();
        return after;
    }

    /// The same, all of it durable.
    SimDiskContent settled() {
        SimDiskContent copy = new SimDiskContent(id, mode, modified);
        copy.settle(bytes, size);
        return copy;
    }

    void settle(byte[] content, int length) {
        bytes = Arrays.copyOf(content, length);
        size = length;
        durable = bytes.clone();
        durableSize = length;
        versions.clear();
        lengths.clear();
        doomed.clear();
    }

    /// The changes up to one of them reached the device, and that one in part.
    private void inOrder(SimDiskContent after, RandomGenerator random) {
        List<Long> stamps = new ArrayList<>();
        versions.values().forEach(list -> list.forEach(v -> stamps.add(v.stamp)));
        lengths.forEach(length -> stamps.add(length.stamp()));
        stamps.sort(null);
        if (stamps.isEmpty()) {
            after.settle(durable, durableSize);
            return;
        }
        long last = stamps.get(random.nextInt(stamps.size()));
        boolean isLengthThere = random.nextBoolean();
        int length = durableSize;
        for (Length l : lengths) {
            if (l.stamp() < last || (l.stamp() == last && isLengthThere)) {
                length = l.size();
            }
        }
        byte[] content = Arrays.copyOf(durable, Math.max(durable.length, bytes.length));
        for (Map.Entry<Integer, List<Version>> entry : versions.entrySet()) {
            for (Version v : entry.getValue()) {
                // The zeros behind a cut belong to the shorter file only.
                boolean isThere = v.cut ? isLengthThere : random.nextBoolean();
                if (v.stamp < last || (v.stamp == last && isThere)) {
                    put(content, entry.getKey(), v.content);
                }
            }
        }
        after.settle(content, length);
    }

    /// Any version of each sector, and of the length.
    private void inAnyOrder(SimDiskContent after, RandomGenerator random) {
        byte[] content = Arrays.copyOf(durable, Math.max(durable.length, bytes.length));
        int choice = random.nextInt(lengths.size() + 1);
        int length = choice == 0 ? durableSize : lengths.get(choice - 1).size();
        long lengthStamp = choice == 0 ? 0 : lengths.get(choice - 1).stamp();
        boolean follows = random.nextInt(4) != 0;
        int percent = random.nextInt(101);
        for (Map.Entry<Integer, List<Version>> entry : versions.entrySet()) {
            if (random.nextInt(100) >= percent) {
                continue;
            }
            List<Version> list = entry.getValue();
            Version v = list.get(random.nextInt(list.size()));
            if (v.cut && v.stamp > lengthStamp) {
                continue; // as above
            }
            put(content, entry.getKey(), v.content);
            if (!v.cut && follows) {
                length = Math.max(length, Math.min(size, (entry.getKey() + 1) * SECTOR));
            }
        }
        after.settle(content, length);
    }

    private static void put(byte[] target, int s, byte[] content) {
        int from = s * SECTOR;
        int n = Math.min(SECTOR, target.length - from);
        if (n > 0) {
            System.arraycopy(content, 0, target, from, n);
        }
    }
}
