package io.ipfskit.blockstore;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Rng;
import io.ipfskit.blockstore.BlockIndex.Location;
import io.ipfskit.multiformats.Multihash;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The segments of a large session: `.part` files until a commit segment adopted them.
///
/// Commit: every file is synced, then the directory, then the adoption is committed (the point of
/// no return), then the files get their final names, then the directory is synced again. After a
/// crash in between, opening completes it.
final class BulkWriter {
    private static final System.Logger LOGGER = System.getLogger(BulkWriter.class.getName());
    private static final int BATCH_BLOCKS_MAX = 1 << 15;

    /// More than the length and the CID in front of a block take.
    private static final int SECTION_HEAD_MAX = 256;

    private final PackStore store;
    private final Disk disk;
    private final BlockIndex index;
    private final List<Segment> segments = new ArrayList<>();

    /// Where each segment ends, in the order of `segments`.
    private final List<Long> ends = new ArrayList<>();

    private @Nullable DirectStaging staging;
    private @Nullable SegmentWriter writer;
    private boolean committed;

    private final Behind syncing;

    BulkWriter(PackStore store, Disk disk) {
        this.store = store;
        this.disk = disk;
        this.index = new BlockIndex(store.seed());
        this.syncing =
                new Behind(
                        store.services(), "the sync of a bulk segment", store.meters()::bulkSync);
    }

    boolean has(Multihash multihash) throws IOException, InterruptedException {
        List<Location> candidates = index.candidates(multihash);
        if (candidates.isEmpty()) {
            return false;
        }
        for (Location location : candidates) {
            Segment segment = store.segments().get(location.segment());
            if (writer != null && writer.segment() == segment) {
                writer.settle(location.offset() + SECTION_HEAD_MAX);
            }
            Section head =
                    segment == null
                            ? null
                            : Section.read(segment.file, location.offset(), location.length(), 0);
            if (head != null && head.cid().multihash().equals(multihash)) {
                return true;
            }
        }
        return false;
    }

    Location add(CommitRequest.Item item) throws IOException, InterruptedException {
        SegmentWriter target = writer();
        int offset = target.add(item.block().cid(), item.block().bytes(), item.crc());
        Location location =
                new Location(target.segment().ordinal, offset, item.block().size(), item.crc());
        index.add(item.block().cid().multihash(), location);
        if (target.batchBytes() >= store.options().bulkBatchBytes()
                || target.batchBlocks() >= BATCH_BLOCKS_MAX) {
            target.endBatch(List.of(), List.of(), 0, 0);
            if (target.endUnsynced() >= store.options().bulkSegmentBytes()
                    || target.blocksTotal() >= PackStore.SEGMENT_BLOCKS_MAX) {
                complete(target);
            } else {
                sync(target.segment());
            }
        }
        return location;
    }

    /// Syncs what was written so far while the next batch fills; at most one sync runs.
    private void sync(Segment segment) throws IOException, InterruptedException {
        syncing.start(() -> segment.file.force(false));
    }

    private SegmentWriter writer() throws IOException, InterruptedException {
        SegmentWriter target = writer;
        if (target == null) {
            long id = Rng.nextLong();
            Path path = store.directory().resolve(Segment.partName(id));
            DiskFile file = disk.open(path, OpenMode.readWrite().createNew().permissions(0600));
            Segment segment = store.segments().add(id, path, file);
            segments.add(segment);
            DirectStaging opened = DirectStaging.open(store, disk, segment);
            staging = opened;
            target = SegmentWriter.begin(segment, TrailerLayout.KIND_BULK, opened, store.meters());
            writer = target;
        }
        return target;
    }

    /// Makes the segment a complete CAR and begins to sync it.
    private void complete(SegmentWriter target) throws IOException, InterruptedException {
        target.segment().addBlocks(target.blocksTotal() - target.endedBatches());
        target.seal(false);
        sync(target.segment());
        target.synced();
        ends.add(target.end());
        writer = null;
        closeStaging();
    }

    private void closeStaging() throws IOException, InterruptedException {
        DirectStaging open = staging;
        staging = null;
        if (open != null) {
            open.close();
        }
    }

    /// Writes everything to the files and syncs them. Nothing is committed yet.
    void finish() throws IOException, InterruptedException {
        SegmentWriter target = writer;
        if (target != null) {
            if (target.batchBlocks() > 0) {
                target.endBatch(List.of(), List.of(), 0, 0);
            }
            complete(target);
        }
        syncing.settle();
        disk.forceDirectory(store.directory());
    }

    /// Commits what [#finish] made ready.
    void commit(long deletesSeen, KeySet relied) throws IOException, InterruptedException {
        store.submit(CommitRequest.adopt(segments, ends, index, deletesSeen, relied));
        rename();
    }

    /// Commits what [#finish] made ready as the copies of a compaction.
    void commit(Compaction compaction) throws IOException, InterruptedException {
        store.submit(CommitRequest.compact(compaction));
        rename();
    }

    List<Segment> segments() {
        return segments;
    }

    List<Long> ends() {
        return ends;
    }

    private void rename() throws InterruptedException {
        committed = true;
        if (segments.isEmpty()) {
            return;
        }
        try {
            for (Segment segment : segments) {
                Path target = store.directory().resolve(Segment.bulkName(segment.id));
                disk.rename(segment.path(), target);
                segment.path(target);
            }
            disk.forceDirectory(store.directory());
        } catch (IOException e) {
            // The commit is durable under the present names; the next opening renames.
            LOGGER.log(
                    Level.WARNING,
                    "cannot rename the committed segments of " + store.directory(),
                    e);
        }
    }

    /// Frees memory and, unless committed, removes the files.
    void close() throws IOException, InterruptedException {
        try {
            closeStaging();
            syncing.settle();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "the last write of an undone session failed", e);
        }
        index.close();
        if (committed) {
            return;
        }
        IOException failure = null;
        for (Segment segment : segments) {
            store.segments().remove(segment);
            segment.file.close();
            try {
                disk.delete(segment.path());
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
