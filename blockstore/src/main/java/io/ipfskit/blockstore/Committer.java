package io.ipfskit.blockstore;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Rng;
import io.ipfskit.blockstore.BlockIndex.Location;
import io.ipfskit.blockstore.TrailerLayout.Tombstone;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.wal.log.DiskFull;
import io.ipfskit.wal.log.GroupCommit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes the commit segments, one batch and one sync per group; used by the flusher only.
///
/// **When writing fails.** Without space: the batch is cut off again and refused. With any other
/// failure nobody knows what is on the disk: the segment is given up where its last committed batch
/// ends, and the batch is written again, from memory, into a new one. The new one names that end,
/// so that recovery ignores what lies behind.
final class Committer implements GroupCommit.Flusher<CommitRequest> {
    private static final System.Logger LOGGER = System.getLogger(Committer.class.getName());

    /// A block that was written and waits for the sync to become visible.
    private record Written(Multihash multihash, Location location) {}

    /// What one batch changes.
    private record Changes(
            List<Tombstone> tombstones, List<Location> dead, List<Written> written) {}

    private final PackStore store;
    private final Disk disk;
    private final Path directory;
    private final PackOptions options;
    private final ByteBuffer staging;

    private @Nullable SegmentWriter current;

    /// Whether the last batch of the current segment holds blocks.
    private boolean uncovered;

    /// Whether a batch failed and none was synced since. Recovery may find it whole, deletions
    /// included, until another one stands behind it or in its place; so no request is answered from
    /// the index alone.
    private boolean unsure;

    private final RecentDeletes recentDeletes = new RecentDeletes();

    /// Segments retired by rounds of a compaction whose files may still be there. Every later
    /// manifest names them, so that opening knows them for what they are.
    private final List<Long> leftovers = new ArrayList<>();

    private @Nullable Compaction last;

    /// Number of the newest commit segment.
    private int number;

    /// The commit segment before the current one.
    private long previousId;

    private long previousEnd;

    Committer(
            PackStore store,
            Disk disk,
            Path directory,
            PackOptions options,
            PackRecovery found,
            ByteBuffer staging) {
        this.store = store;
        this.disk = disk;
        this.directory = directory;
        this.options = options;
        this.staging = staging;
        this.number = found.number();
        this.previousId = found.previousId();
        this.previousEnd = found.previousEnd();
        this.current = found.resume(staging, store.meters());
    }

    @Override
    public void flush(List<CommitRequest> requests, Runnable written) throws InterruptedException {
        // Tombstones apply before the blocks of their batch, so a delete behind an addition begins
        // a new batch; and an
        // adoption has a batch of its own, so that each block is compared with everything before
        // it.
        List<CommitRequest> run = new ArrayList<>();
        boolean adding = false;
        for (CommitRequest request : requests) {
            boolean alone = !request.adopted.isEmpty() || request.compaction != null;
            if (!run.isEmpty() && (alone || (adding && request.isDelete()))) {
                commit(run);
                run = new ArrayList<>();
                adding = false;
            }
            if (request.compaction != null) {
                begin(request, request.compaction);
                continue;
            }
            adding |= !request.isDelete();
            run.add(request);
            if (alone) {
                commit(run);
                run = new ArrayList<>();
                adding = false;
            }
        }
        if (!run.isEmpty()) {
            commit(run);
        }
    }

    /// Takes out of a session's index what others stored since the session looked: the copy that is
    /// here counts.
    private void forgetCopies(BlockIndex adopted) throws IOException, InterruptedException {
        for (Location location : store.index().sharedSlots(adopted)) {
            Segment segment = store.segments().get(location.segment());
            Section head =
                    segment == null
                            ? null
                            : Section.read(segment.file, location.offset(), location.length(), 0);
            if (head != null && store.find(head.cid().multihash()) != null) {
                adopted.remove(head.cid().multihash(), location.segment(), location.offset());
            }
        }
    }

    private void commit(List<CommitRequest> run) throws InterruptedException {
        IOException first = null;
        while (true) {
            try {
                write(run);
                return;
            } catch (IOException e) {
                unsure = true;
                if (DiskFull.isCauseOf(e)) {
                    takeBack();
                    fail(run, store.full(e));
                    return;
                }
                giveUp(e);
                if (first != null) {
                    e.addSuppressed(first);
                    String what =
                            "block store %s cannot write: %s. Nothing of this commit was acknowledged. Check the disk"
                                    .formatted(directory, e.getMessage());
                    fail(run, new StoreFailed(what, e));
                    return;
                }
                first = e;
            }
        }
    }

    /// Begins the chain of commit segments anew, with a manifest of what counts after the
    /// compaction. Until it is durable nothing has changed; behind it comes an empty batch, so that
    /// a file that is missing later is told from a compaction that failed.
    private void begin(CommitRequest request, Compaction compaction) throws InterruptedException {
        if (last != null && !last.isRemoved()) {
            leftovers.addAll(last.retiredIds());
        }
        last = null;
        ManifestBuilder builder = new ManifestBuilder(store.index(), compaction);
        Manifest manifest = builder.build(store.committedSegments(), leftovers);
        if (!manifest.fits()) {
            request.fail(store.tooFragmented(manifest.size()));
            return;
        }
        SegmentWriter writer;
        long sealing;
        try {
            sealing = endSegment();
            writer = writer();
            writer.endManifest(manifest, compaction.written.stream().map(s -> s.id).toList());
            SegmentWriter fresh = writer;
            store.meters().commitSync(() -> sync(fresh, true));
            writer.synced();
            unsure = false;
        } catch (IOException e) {
            unsure = true;
            if (DiskFull.isCauseOf(e)) {
                takeBack();
                request.fail(store.full(e));
            } else {
                giveUp(e);
                request.fail(e);
            }
            return;
        }
        previousId = 0;
        previousEnd = 0;
        uncovered = true;
        last = compaction;
        compaction.retired(builder.retired());
        store.publish(compaction, writer.segment(), writer.end());
        CommitRequest cover = CommitRequest.cover();
        commit(List.of(cover));
        if (cover.isFailed()) {
            LOGGER.log(
                    Level.WARNING,
                    "no batch could be written behind the manifest of {0}: the files that it"
                            + " retired stay until the store is opened again",
                    directory);
            compaction.keepFiles();
        }
        compaction.overhead(sealing + writer.end());
    }

    private static void fail(List<CommitRequest> run, IOException reason) {
        for (CommitRequest request : run) {
            request.fail(reason);
        }
    }

    private void write(List<CommitRequest> run) throws IOException, InterruptedException {
        boolean covers = run.stream().allMatch(CommitRequest::isCover);
        if (covers && !uncovered && !unsure) {
            return;
        }
        SegmentWriter writer = writer();
        boolean fresh = writer.batches() == 0;
        Changes changes = stage(run, writer);
        List<Long> adopted = new ArrayList<>();
        for (CommitRequest request : run) {
            if (!request.isFailed()) {
                request.adopted.forEach(segment -> adopted.add(segment.id));
                if (request.adoptedIndex != null) {
                    forgetCopies(request.adoptedIndex);
                }
            }
        }
        if (!covers
                && !unsure
                && changes.written().isEmpty()
                && changes.tombstones().isEmpty()
                && adopted.isEmpty()) {
            return;
        }
        writer.endBatch(changes.tombstones(), adopted, previousId, previousEnd);
        store.meters().commitSync(() -> sync(writer, fresh));
        writer.synced();
        unsure = false;
        uncovered = !changes.written().isEmpty();
        publish(run, writer, changes);
    }

    private void sync(SegmentWriter writer, boolean fresh)
            throws IOException, InterruptedException {
        writer.segment().file.force(false);
        if (fresh) {
            disk.forceDirectory(directory);
        }
    }

    /// Adds the blocks of the run that are not in the store to the batch, and finds the places of
    /// those to delete.
    private Changes stage(List<CommitRequest> run, SegmentWriter writer)
            throws IOException, InterruptedException {
        Changes changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<Multihash> gone = new HashSet<>();
        Set<Multihash> added = new HashSet<>();
        for (CommitRequest request : run) {
            int before = gone.size();
            for (Cid cid : request.deletes) {
                Location location = store.find(cid.multihash());
                Segment segment =
                        location == null ? null : store.segments().get(location.segment());
                if (location != null && segment != null && gone.add(cid.multihash())) {
                    changes.tombstones()
                            .add(new Tombstone(segment.id, location.offset(), cid.multihash()));
                    changes.dead().add(location);
                }
            }
            request.deleted = gone.size() - before;
            if (request.deletesSeen >= 0 && isGone(request, gone)) {
                request.fail(new StoreConflict(directory.toString()));
                continue;
            }
            for (CommitRequest.Item item : request.blocks) {
                Cid cid = item.block().cid();
                Multihash multihash = cid.multihash();
                if (!added.add(multihash)
                        || (!gone.contains(multihash) && store.find(multihash) != null)) {
                    continue;
                }
                int offset = writer.add(cid, item.block().bytes(), item.crc());
                Location location =
                        new Location(
                                writer.segment().ordinal, offset, item.block().size(), item.crc());
                changes.written().add(new Written(multihash, location));
            }
        }
        return changes;
    }

    /// Whether what a session relies on was deleted, by a batch before or by this one.
    private boolean isGone(CommitRequest request, Set<Multihash> gone) {
        return recentDeletes.isAnyAfter(request.deletesSeen, request.relied)
                || gone.stream().anyMatch(one -> request.relied.contains(store.index().key(one)));
    }

    private void publish(List<CommitRequest> run, SegmentWriter writer, Changes changes) {
        BlockIndex index = store.index();
        long deletion = store.deletes() + 1;
        long bytes = 0;
        long added = 0;
        long blocks = changes.written().size();
        for (int i = 0; i < changes.tombstones().size(); i++) {
            Location dead = changes.dead().get(i);
            index.remove(changes.tombstones().get(i).multihash(), dead.segment(), dead.offset());
            recentDeletes.add(index.key(changes.tombstones().get(i).multihash()), deletion);
            bytes -= dead.length();
        }
        for (Written block : changes.written()) {
            index.add(block.multihash(), block.location());
            added += block.location().length();
        }
        for (CommitRequest request : run) {
            if (!request.isFailed() && request.adoptedIndex != null) {
                index.addAll(request.adoptedIndex);
                added += request.adoptedIndex.bytes();
                for (int i = 0; i < request.adopted.size(); i++) {
                    request.adopted.get(i).end(request.adoptedEnds.get(i));
                }
                blocks += request.adoptedIndex.size();
            }
        }
        writer.segment().addBlocks(changes.written().size());
        writer.segment().end(writer.end());
        store.committed(bytes + added, added, !changes.tombstones().isEmpty());
        store.meters().committed(blocks, added, changes.tombstones().size());
    }

    /// The segment to write to, a new one when there is none or it is full.
    private SegmentWriter writer() throws IOException, InterruptedException {
        SegmentWriter writer = current;
        if (writer != null
                && writer.batches() > 0
                && (writer.end() >= options.commitSegmentBytes()
                        || writer.blocksTotal() >= PackStore.SEGMENT_BLOCKS_MAX)) {
            endSegment();
            writer = null;
        }
        if (writer == null) {
            number++;
            long id = Rng.nextLong();
            Path path = directory.resolve(Segment.commitName(number, id));
            DiskFile file = disk.open(path, OpenMode.readWrite().createNew().permissions(0600));
            Segment segment = store.segments().add(id, path, file);
            writer =
                    SegmentWriter.begin(
                            segment,
                            TrailerLayout.KIND_COMMIT,
                            new PlainStaging(segment.file, staging),
                            store.meters());
            current = writer;
        }
        return writer;
    }

    /// Ends the segment that grows, if it holds anything; returns the bytes that this took.
    private long endSegment() throws IOException, InterruptedException {
        SegmentWriter writer = current;
        if (writer == null || writer.batches() == 0) {
            return 0;
        }
        seal(writer);
        current = null;
        previousId = writer.segment().id;
        previousEnd = writer.end();
        return writer.segment().file.size() - writer.end();
    }

    /// Makes a full segment a complete CAR. It is not needed for safety, so a failure is not one of
    /// the commit.
    private void seal(SegmentWriter writer) throws InterruptedException {
        try {
            writer.seal(true);
            writer.segment().file.force(false);
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    "cannot seal " + writer.segment().path() + ", it stays without CAR index",
                    e);
        }
    }

    /// Gives back the space of a batch that was refused.
    private void takeBack() throws InterruptedException {
        SegmentWriter writer = current;
        if (writer == null) {
            return;
        }
        if (writer.batches() == 0) {
            remove(writer);
            return;
        }
        writer.abandonBatch();
        try {
            writer.segment().file.truncate(writer.end());
        } catch (IOException e) {
            giveUp(e);
        }
    }

    /// Stops writing to the current segment; its committed batches stay.
    private void giveUp(IOException reason) throws InterruptedException {
        SegmentWriter writer = current;
        current = null;
        if (writer == null) {
            return;
        }
        LOGGER.log(
                Level.ERROR,
                "segment %s is given up at byte %d: %s"
                        .formatted(writer.segment().path(), writer.end(), reason));
        store.meters().poisoned();
        if (writer.batches() == 0) {
            remove(writer);
        } else {
            writer.abandonBatch();
            previousId = writer.segment().id;
            previousEnd = writer.end();
            try {
                // Not needed by recovery once the next segment exists; until then it keeps a
                // refused batch from coming back.
                writer.segment().file.truncate(previousEnd);
            } catch (IOException e) {
                LOGGER.log(
                        Level.WARNING,
                        "cannot cut the refused batch off " + writer.segment().path(),
                        e);
            }
        }
    }

    private void remove(SegmentWriter writer) throws InterruptedException {
        current = null;
        Segment segment = writer.segment();
        store.segments().remove(segment);
        segment.file.close();
        try {
            disk.delete(segment.path());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot remove " + segment.path(), e);
        }
    }
}
