package io.ipfskit.blockstore;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Time;
import io.ipfskit.blockstore.BlockIndex.Location;
import io.ipfskit.blockstore.TrailerLayout.Entry;
import io.ipfskit.blockstore.TrailerLayout.Head;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.wal.log.DiskFull;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives the space of deleted blocks back, in rounds: what has no live block is removed first; then
/// what is mostly dead is removed after its live blocks were copied to new bulk segments. Used by
/// one task at a time.
///
/// The order of a round: copies written and synced, a manifest that names them and leaves the old
/// segments out, synced, with an empty batch behind it; then the old files are removed. A crash
/// before the manifest leaves files that no commit names, one after it files that the manifest
/// retired; opening removes both.
final class Compactor {
    private static final System.Logger LOGGER = System.getLogger(Compactor.class.getName());

    /// Bytes that are copied in one round at most, beyond its first segment.
    private static final long ROUND_BYTES = 1L << 30;

    /// About what a block costs besides its bytes: head of its section, entry, index of the CAR.
    private static final long BLOCK_OVERHEAD = 160;

    /// What a segment costs that holds little: header, a trailer.
    private static final long SEGMENT_OVERHEAD = 3L * CarLayout.BLOCK;

    /// What lives in a segment.
    private static final class Usage {
        long blocks;
        long bytes;
    }

    /// A segment that is worth rewriting.
    private record Victim(Segment segment, long blocks, long bytes, double share) {}

    private final PackStore store;
    private final Disk disk;
    private final CompactOptions how;
    private final List<Cid> damaged = new ArrayList<>();

    /// Segments that were rewritten as far as possible.
    private final Set<Long> done = new HashSet<>();

    private int segmentsFreed;
    private long bytesFreed;
    private long blocksMoved;
    private long bytesWritten;
    private long bytesCopied;
    private long startedAt;

    Compactor(PackStore store, Disk disk, CompactOptions how) {
        this.store = store;
        this.disk = disk;
        this.how = how;
    }

    CompactionReport run() throws IOException, InterruptedException {
        startedAt = Time.now();
        Map<Integer, Usage> usage = usage();
        if (store.segments().all().stream().anyMatch(s -> s.end() > 0 && isDead(s, usage))) {
            round(List.of());
        }
        List<Victim> victims = victims(usage());
        while (!victims.isEmpty()) {
            List<Victim> some = some(victims);
            some.forEach(victim -> done.add(victim.segment().id));
            round(some);
            victims = victims(usage());
        }
        return new CompactionReport(segmentsFreed, bytesFreed, blocksMoved, bytesWritten, damaged);
    }

    private Map<Integer, Usage> usage() {
        Map<Integer, Usage> usage = new HashMap<>();
        store.index()
                .forEach((segment, _, length) -> {
                    Usage of = usage.computeIfAbsent(segment, _ -> new Usage());
                    of.blocks++;
                    of.bytes += length;
                });
        return usage;
    }

    private static boolean isDead(Segment segment, Map<Integer, Usage> usage) {
        return segment.isNamed() && segment.blocks() > 0 && !usage.containsKey(segment.ordinal);
    }

    /// The segments worth rewriting, the deadest first.
    private List<Victim> victims(Map<Integer, Usage> usage) {
        List<Victim> victims = new ArrayList<>();
        for (Segment segment : store.segments().all()) {
            Usage of = usage.get(segment.ordinal);
            long size = segment.end();
            if (size == 0 || of == null || !segment.isNamed() || done.contains(segment.id)) {
                continue;
            }
            long needed = of.bytes + of.blocks * BLOCK_OVERHEAD + SEGMENT_OVERHEAD;
            double share = (double) needed / size;
            if (share < how.liveBelow() && size - needed >= how.wasteMin()) {
                victims.add(new Victim(segment, of.blocks, of.bytes, share));
            }
        }
        victims.sort(Comparator.comparingDouble(Victim::share));
        return victims;
    }

    /// As many as one round takes.
    private static List<Victim> some(List<Victim> victims) {
        List<Victim> some = new ArrayList<>();
        long blocks = 0;
        long bytes = 0;
        for (Victim victim : victims) {
            blocks += victim.blocks();
            bytes += victim.bytes();
            if (!some.isEmpty() && (blocks > Moves.MAX || bytes > ROUND_BYTES)) {
                break;
            }
            some.add(victim);
        }
        return some;
    }

    private void round(List<Victim> victims) throws IOException, InterruptedException {
        BulkWriter copies = new BulkWriter(store, disk);
        try {
            Moves moves = new Moves();
            List<Segment> from = new ArrayList<>();
            for (Victim victim : victims) {
                from.add(victim.segment());
                copy(victim.segment(), copies, moves);
            }
            copies.finish();
            Compaction compaction = new Compaction(from, moves, copies.segments(), copies.ends());
            CancelScope.<@Nullable Void, IOException>shield(_ -> {
                copies.commit(compaction);
                remove(compaction);
                return null;
            });
            blocksMoved += moves.size();
            bytesWritten += compaction.overhead();
            for (Segment segment : copies.segments()) {
                bytesWritten += segment.file.size();
            }
        } catch (IOException e) {
            throw DiskFull.isCauseOf(e) && !(e instanceof StoreFull) ? store.full(e) : e;
        } finally {
            CancelScope.<@Nullable Void, IOException>shield(_ -> {
                copies.close();
                return null;
            });
        }
    }

    /// Copies what lives in a segment. What is damaged stays.
    private void copy(Segment segment, BulkWriter copies, Moves moves)
            throws IOException, InterruptedException {
        SegmentReader reader = new SegmentReader(segment.file, segment.id, segment.path());
        for (Head head : reader.chain(segment.end())) {
            for (Entry entry : reader.trailer(head).entries()) {
                long key = store.index().key(entry.cid().multihash());
                if (!store.index().contains(key, segment.ordinal, (int) entry.offset())) {
                    continue;
                }
                Checkpoint.ifCancelled();
                Section section = read(segment, entry);
                if (section == null
                        || !section.cid().equals(entry.cid())
                        || SegmentReader.crc(section.data()) != entry.crc()) {
                    damaged.add(entry.cid());
                    continue;
                }
                Block block = Block.trusted(entry.cid(), section.data());
                Location to = copies.add(new CommitRequest.Item(block, entry.crc()));
                moves.add(
                        key,
                        new Location(
                                segment.ordinal, (int) entry.offset(), entry.length(), entry.crc()),
                        to);
                throttle(entry.length());
            }
        }
    }

    /// The section of a block, null where it cannot be read: that is as bad as wrong bytes.
    private static @Nullable Section read(Segment segment, Entry entry)
            throws InterruptedException {
        try {
            return Section.read(segment.file, entry.offset(), entry.length(), entry.length());
        } catch (IOException failed) {
            LOGGER.log(
                    Level.WARNING,
                    "block %s in %s at byte %d cannot be read"
                            .formatted(entry.cid(), segment.path(), entry.offset()),
                    failed);
            return null;
        }
    }

    /// Waits as long as the copies are ahead of their rate.
    private void throttle(int bytes) throws InterruptedException {
        bytesCopied += bytes;
        if (how.bytesPerSecond() > 0) {
            double seconds = (double) bytesCopied / how.bytesPerSecond();
            long ahead = (long) (seconds * 1e9) - (Time.now() - startedAt);
            if (ahead > 0) {
                Time.sleepUntil(Deadline.after(Duration.ofNanos(ahead)));
            }
        }
    }

    /// Removes the files of what was retired. What cannot be removed now is at the next opening.
    private void remove(Compaction compaction) throws InterruptedException {
        if (compaction.keepsFiles()) {
            return;
        }
        try {
            for (Segment segment : compaction.retired()) {
                long size = disk.stat(segment.path()).size();
                disk.delete(segment.path());
                segmentsFreed++;
                bytesFreed += size;
            }
            disk.forceDirectory(store.directory());
            compaction.removed();
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    "cannot remove segments of " + store.directory() + " that are not needed",
                    e);
        }
    }
}
