package io.ipfskit.blockstore;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.BlockIndex.Location;
import io.ipfskit.blockstore.TrailerLayout.Entry;
import io.ipfskit.blockstore.TrailerLayout.Head;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.wal.log.DurableDirectories;
import io.ipfskit.wal.log.GroupCommit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Blocks in append-only segments, each a CAR file; the format is told in the package
/// documentation.
///
/// What was committed is durable. Every read is checked against the CRC32C that was computed when
/// the block came in.
public final class PackStore implements BlockStore {
    /// Blocks after which a segment is full, so that its index stays small.
    static final int SEGMENT_BLOCKS_MAX = 1 << 17;

    private final TaskGroup services;
    private final Disk disk;
    private final Path directory;
    private final PackOptions options;
    private final DiskLock lock;
    private final SegmentTable segments;
    private final BlockIndex index;
    private final PackReport report;
    private final StoreMeters meters;
    private final BlockReader reader;
    private final Meters.Watch watch;
    private final StagingPool staging = new StagingPool();
    private final GroupCommit<CommitRequest> commit;

    /// Held while the moves of a compaction become visible.
    private final Object publishing = new Object();

    /// One compaction at a time.
    private final Lock compacting = new Lock();

    private final AtomicLong sharedBytes = new AtomicLong();
    private final long seed;

    // Written by the flusher only.
    private volatile long bytes;
    private volatile long bytesAdded;
    private volatile long commits;

    /// Number of commits that deleted something. Written by the flusher only.
    private volatile long deletes;

    private volatile boolean closed;

    private PackStore(
            TaskGroup services,
            Disk disk,
            Path directory,
            PackOptions options,
            DiskLock lock,
            SegmentTable segments,
            BlockIndex index,
            long seed,
            PackRecovery found,
            PackReport report,
            StoreMeters meters)
            throws InterruptedException {
        this.services = services;
        this.disk = disk;
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.segments = segments;
        this.index = index;
        this.seed = seed;
        this.report = report;
        this.meters = meters;
        this.reader = new BlockReader(segments, index, meters);
        this.bytes = found.bytes();
        Committer committer = new Committer(this, disk, directory, options, found, staging.take());
        this.commit =
                GroupCommit.start(
                        services,
                        "blocks " + directory.getFileName(),
                        Math.max(1, options.sharedBufferBytes()),
                        CommitRequest::weight,
                        _ -> {},
                        committer);
        this.watch =
                meters.watch(
                        index::size, () -> bytes, () -> statistics().segments(), index::memory);
    }

    /// Opens a store, creating it if there is none.
    ///
    /// @param services group whose lifetime bounds the flusher; close the store before leaving it
    /// @throws StoreDamaged when what records its contents no longer validates
    /// @throws StoreLocked when another process has it open
    /// @throws StoreVersionUnsupported when a newer version wrote it
    public static PackStore open(TaskGroup services, Disk disk, Path directory, PackOptions options)
            throws IOException, InterruptedException {
        return open(services, disk, directory, options, Meters.NONE);
    }

    /// As above, measured: the metrics `blockstore_...` (see `docs/monitoring.md`).
    ///
    /// @param meters may fail as they like: the store is never affected
    public static PackStore open(
            TaskGroup services, Disk disk, Path directory, PackOptions options, Meters meters)
            throws IOException, InterruptedException {
        StoreMeters measured = new StoreMeters(meters);
        DurableDirectories.create(disk, directory, 0700);
        Path lockFile = directory.resolve("lock");
        boolean known = disk.exists(lockFile);
        DiskLock lock = disk.tryLock(lockFile);
        if (lock == null) {
            throw new StoreLocked(directory.toString());
        }
        long seed = Rng.nextLong();
        SegmentTable segments = new SegmentTable();
        BlockIndex index = new BlockIndex(seed);
        boolean opened = false;
        try {
            if (!known) {
                disk.forceDirectory(directory);
            }
            PackRecovery found = new PackRecovery(disk, directory, segments, index);
            PackReport report = measured.recovery(found::run);
            PackStore store =
                    new PackStore(
                            services, disk, directory, options, lock, segments, index, seed, found,
                            report, measured);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                segments.close();
                index.close();
                lock.close();
            }
        }
    }

    /// Returns what opening found.
    public PackReport report() {
        return report;
    }

    /// Returns the directory of the segments.
    public Path directory() {
        return directory;
    }

    @Override
    public boolean has(Cid cid) throws IOException, InterruptedException {
        return cid.isIdentity() || find(cid.multihash()) != null;
    }

    @Override
    public long size(Cid cid) throws IOException, InterruptedException {
        if (cid.isIdentity()) {
            return cid.multihash().digestLength();
        }
        Location location = find(cid.multihash());
        if (location == null) {
            throw new BlockNotFound(cid);
        }
        return location.length();
    }

    /// Reads a block and checks its CRC32C.
    ///
    /// @throws BlockNotFound when it is not here
    /// @throws IntegrityException when its bytes changed on the disk; names the CID and the place
    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        if (cid.isIdentity()) {
            return Block.inline(cid);
        }
        Section section =
                reader.section(
                        cid,
                        (file, location) ->
                                Section.read(
                                        file,
                                        location.offset(),
                                        location.length(),
                                        location.length()));
        meters.read(section.data().remaining());
        return Block.trusted(cid, section.data());
    }

    /// Reads a block into `target` and checks its CRC32C there.
    @Override
    public int read(Cid cid, ByteBuffer target) throws IOException, InterruptedException {
        if (cid.isIdentity()) {
            return BlockStore.super.read(cid, target);
        }
        int start = target.position();
        int[] size = new int[1];
        boolean done = false;
        try {
            Section section =
                    reader.section(
                            cid,
                            (file, location) -> {
                                size[0] = location.length();
                                target.position(start);
                                return size[0] <= target.remaining()
                                        ? Section.readInto(file, location.offset(), size[0], target)
                                        : Section.read(file, location.offset(), size[0], 0);
                            });
            target.position(start + section.data().remaining());
            done = true;
            meters.read(section.data().remaining());
            return size[0];
        } finally {
            if (!done) {
                target.position(start);
            }
        }
    }

    /// Returns where a block is, after comparing its CID; null when it is not here.
    @Nullable Location find(Multihash multihash) throws IOException, InterruptedException {
        return reader.find(multihash);
    }

    @Override
    public int delete(Collection<Cid> cids) throws IOException, InterruptedException {
        List<Cid> stored = new ArrayList<>();
        for (Cid cid : cids) {
            if (!cid.isIdentity()) {
                stored.add(cid);
            }
        }
        int deleted = 0;
        for (int from = 0; from < stored.size(); from += DELETES_PER_BATCH) {
            CommitRequest request =
                    CommitRequest.delete(
                            stored.subList(
                                    from, Math.min(stored.size(), from + DELETES_PER_BATCH)));
            submit(request);
            deleted += request.deleted;
        }
        return deleted;
    }

    private static final int DELETES_PER_BATCH = 1 << 16;

    @Override
    public void forEach(CidConsumer consumer) throws IOException, InterruptedException {
        Set<Long> done = new HashSet<>();
        boolean more = true;
        while (more) { // a compaction may have moved blocks to segments that are new
            more = false;
            for (Segment segment : committedSegments()) {
                if (!done.add(segment.id)) {
                    continue;
                }
                more = true;
                if (segment.enter()) {
                    try {
                        forEach(segment, consumer);
                    } finally {
                        segment.leave();
                    }
                }
            }
        }
    }

    /// The segments that count: those from before a compaction's commit, or those from after it.
    List<Segment> committedSegments() {
        synchronized (publishing) {
            List<Segment> committed = new ArrayList<>();
            for (Segment segment : segments.all()) {
                if (segment.end() > 0) {
                    committed.add(segment);
                }
            }
            return committed;
        }
    }

    /// Makes the moves of a compaction visible, in one piece for [#committedSegments]: whoever
    /// lists blocks sees either all old places or all new ones in time. Called by the flusher.
    ///
    /// @param manifest the segment of the manifest, committed up to `end`
    void publish(Compaction compaction, Segment manifest, long end) {
        Moves moves = compaction.moves;
        synchronized (publishing) {
            for (int i = 0; i < compaction.written.size(); i++) {
                compaction.written.get(i).end(compaction.ends.get(i));
            }
            for (int i = 0; i < moves.size(); i++) {
                index.move(moves.key(i), moves.fromSegment(i), moves.fromOffset(i), moves.to(i));
            }
            manifest.end(end);
        }
        committed(0, 0, false);
        for (Segment segment : compaction.retired()) {
            segments.remove(segment);
            segment.retire();
        }
    }

    private void forEach(Segment segment, CidConsumer consumer)
            throws IOException, InterruptedException {
        SegmentReader reader = new SegmentReader(segment.file, segment.id, segment.path());
        for (Head head : reader.chain(segment.end())) {
            for (Entry entry : reader.trailer(head).entries()) {
                if (index.contains(
                        entry.cid().multihash(), segment.ordinal, (int) entry.offset())) {
                    consumer.accept(entry.cid());
                }
            }
        }
    }

    @Override
    public CompactionReport compact(CompactOptions how) throws IOException, InterruptedException {
        return compacting.withLock(() -> new Compactor(this, disk, how).run());
    }

    @Override
    public WriteSession openSession() {
        if (closed) {
            throw new IllegalStateException("block store " + directory + " is closed");
        }
        return new PackSession(this, disk);
    }

    @Override
    public StoreStatistics statistics() {
        int open = 0;
        for (Segment segment : segments.all()) {
            open += segment.end() > 0 ? 1 : 0;
        }
        return new StoreStatistics(
                index.size(), bytes, open, meters.deviceBytes(), bytesAdded, commits);
    }

    /// Writes an empty batch behind the last one, if that holds blocks of this opening. Without it,
    /// damage done later to the last blocks looks like a write that was torn, which opening cuts
    /// off; with it, reading them is an `IntegrityException`. Called before a clean close; durable
    /// when it returns.
    public void cover() throws IOException, InterruptedException {
        submit(CommitRequest.cover());
    }

    /// Commits what was submitted, ends the flusher, closes the files and frees the lock.
    /// Idempotent.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        watch.close();
        try {
            commit.close();
        } catch (InterruptedException e) {
            throw (IOException)
                    new InterruptedIOException(
                                    "closing block store " + directory + " was interrupted")
                            .initCause(e);
        } finally {
            segments.close();
            index.close();
            lock.close();
        }
    }

    /// Commits a request; waits until it is durable.
    void submit(CommitRequest request) throws IOException, InterruptedException {
        commit.submit(request).await();
        request.orThrow();
    }

    /// Called by the flusher, the only writer, after a batch became durable.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void committed(long bytesChange, long added, boolean deleting) {
        bytes = bytes + bytesChange;
        bytesAdded = bytesAdded + added;
        commits = commits + 1;
        if (deleting) {
            deletes = deletes + 1;
        }
    }

    /// Takes memory for a small session; false when there is none left.
    boolean reserve(long amount) {
        if (sharedBytes.addAndGet(amount) > options.sharedBufferBytes()) {
            sharedBytes.addAndGet(-amount);
            return false;
        }
        return true;
    }

    void release(long amount) {
        sharedBytes.addAndGet(-amount);
    }

    StoreFull full(IOException cause) {
        return new StoreFull(
                "block store %s is full (%s): nothing of this commit was acknowledged. Free space on this file system, or delete blocks, then add again"
                        .formatted(directory, cause.getMessage()),
                cause);
    }

    StoreFailed tooFragmented(long listBytes) {
        return new StoreFailed(
                "block store %s cannot be compacted: the list of the live blocks of its partly dead segments takes %d bytes, more than %d. Nothing was changed; compact with a larger liveBelow, or export what is needed to a new store"
                        .formatted(directory, listBytes, TrailerLayout.LENGTH_MAX / 2),
                null);
    }

    TaskGroup services() {
        return services;
    }

    SegmentTable segments() {
        return segments;
    }

    BlockIndex index() {
        return index;
    }

    StoreMeters meters() {
        return meters;
    }

    StagingPool staging() {
        return staging;
    }

    PackOptions options() {
        return options;
    }

    long seed() {
        return seed;
    }

    long deletes() {
        return deletes;
    }
}
