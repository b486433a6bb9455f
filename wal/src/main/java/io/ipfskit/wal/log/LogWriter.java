package io.ipfskit.wal.log;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/// Writes batches: used by the flusher only, one flush at a time.
///
/// **When writing fails.** Without space: the batch is refused, the log goes on later. With any
/// other failure of a write or a sync: nobody knows what is on the disk, so the segment is given up
/// ("poisoned") as it is, and the batch is written again, from memory, into a new one. When that
/// fails too, the log is failed until it is opened again.
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer, the flusher
final class LogWriter {
    private static final System.Logger LOGGER = System.getLogger(LogWriter.class.getName());

    /// The segment being written.
    private static final class Segment {
        final Path path;
        final DiskFile file;
        final long id;

        /// Position of the next batch; everything before is synced.
        long position = SegmentLayout.BLOCK;

        int batches;

        /// Whether the last batch is a cover.
        boolean covered;

        Segment(Path path, DiskFile file, long id) {
            this.path = path;
            this.file = file;
            this.id = id;
        }
    }

    private final Disk disk;
    private final Path directory;
    private final Path folder;
    private final LogOptions options;
    private final LogMeters meters;
    private final long epoch;
    private final FrameLayout.Checksum checksum = new FrameLayout.Checksum();

    private @Nullable Segment current;
    private long lastSegmentId;
    private @Nullable LogFailed failed;
    private ByteBuffer staging =
            ByteBuffer.allocateDirect(128 << 10).order(ByteOrder.LITTLE_ENDIAN);

    // Read by statistics() from other tasks.
    private volatile long syncedSeq;
    private volatile long records;
    private volatile long batches;
    private volatile long bytesWritten;
    private volatile int segments;
    private volatile int poisoned;
    private volatile int failedBatches;

    LogWriter(
            Disk disk,
            Path directory,
            LogOptions options,
            LogMeters meters,
            long epoch,
            Recovery found) {
        this.disk = disk;
        this.directory = directory;
        this.folder = directory.resolve("segments");
        this.options = options;
        this.meters = meters;
        this.epoch = epoch;
        this.lastSegmentId = found.lastSegmentId();
        this.syncedSeq = found.lastSeq();
    }

    /// Says how many segments there are already.
    void segments(int count) {
        segments = count;
    }

    int segments() {
        return segments;
    }

    /// Goes on in the newest segment, without its torn tail.
    void resume(Recovery.Tail tail) throws IOException, InterruptedException {
        DiskFile file = disk.open(tail.path(), OpenMode.readWrite());
        Segment segment = new Segment(tail.path(), file, tail.header().segmentId());
        segment.position = tail.end();
        segment.batches = tail.batches();
        segment.covered = tail.covered();
        current = segment;
        try {
            settle(file, tail);
        } catch (IOException failed) {
            throw new IOException(
                    "the end of "
                            + tail.path()
                            + " could not be made durable ("
                            + failed.getMessage()
                            + "); check the disk, then open the log again",
                    failed);
        }
    }

    private void settle(DiskFile file, Recovery.Tail tail)
            throws IOException, InterruptedException {
        boolean torn = tail.fileSize() > tail.end();
        if (torn) {
            file.truncate(tail.end());
        }
        // Also what is covered: the sync of the cover itself may have failed.
        writeAgain(file, tail.lastFlush(), Math.min(tail.end(), tail.fileSize()));
        if (torn || !tail.covered()) {
            // The records that were read may come from a process that was killed before its sync,
            // and what is decided on them is acknowledged without another append.
            file.force(true);
            disk.forceDirectory(folder);
        }
    }

    /// Writes what stands there once more. When the sync of the process before failed, the system
    /// counts these bytes as clean, and no sync would save them (Linux; "fsyncgate").
    private void writeAgain(DiskFile file, long from, long end)
            throws IOException, InterruptedException {
        for (long at = from; at < end; at += staging.capacity()) {
            ByteBuffer bytes = staging.clear().limit((int) Math.min(staging.capacity(), end - at));
            file.readFully(bytes, at);
            file.write(bytes.flip(), at);
        }
    }

    /// Flushes one group.
    void flush(List<Pending> items, Runnable written) throws IOException, InterruptedException {
        if (failed != null) {
            throw new LogFailed(String.valueOf(failed.getMessage()), failed);
        }
        IOException first = null;
        while (true) {
            try {
                write(items, written);
                return;
            } catch (IOException e) {
                failedBatches = failedBatches + (DiskFull.isCauseOf(e) || first != null ? 1 : 0);
                if (DiskFull.isCauseOf(e)) {
                    takeBack();
                    throw full(items, e);
                }
                poison(e);
                if (first != null) {
                    e.addSuppressed(first);
                    LogFailed failure =
                            new LogFailed(
                                    "log %s cannot write: %s, and so failed the segment before. Nothing more is acknowledged. Check the disk, then open the log again"
                                            .formatted(directory, e.getMessage()),
                                    e);
                    failed = failure;
                    throw failure;
                }
                first = e;
            }
        }
    }

    private void write(List<Pending> items, Runnable written)
            throws IOException, InterruptedException {
        int length = 0;
        for (Pending item : items) {
            length += item.frameSize();
        }
        long size = SegmentLayout.align(BatchLayout.SIZE + (long) length);
        Segment segment = current;
        if (segment != null
                && segment.batches > 0
                && segment.position + size > options.segmentBytes()) {
            segment.file.close();
            current = null;
            segment = null;
        }
        boolean fresh = segment == null;
        if (segment == null) {
            segment = create(items.getFirst().seq);
        }
        ByteBuffer bytes = encode(items, segment, length, (int) size, fresh);
        segment.file.write(bytes, fresh ? 0 : segment.position);
        bytesWritten = bytesWritten + (fresh ? SegmentLayout.BLOCK : 0) + size;
        written.run();
        force(segment, fresh, items);
        segment.position += size;
        segment.batches++;
        segment.covered = false;
        syncedSeq = items.getLast().seq;
        records = records + items.size();
        batches = batches + 1;
        meters.flushed(items.size(), length - (long) FrameLayout.SIZE * items.size());
    }

    private void force(Segment segment, boolean fresh, List<Pending> items)
            throws IOException, InterruptedException {
        try (LogMeters.Stretch sync = meters.fsync(items)) {
            try {
                segment.file.force(false);
                if (fresh) {
                    disk.forceDirectory(folder);
                    segments = segments + 1;
                }
            } catch (IOException e) {
                sync.failed(e);
                throw e;
            }
        }
    }

    private Segment create(long firstSeq) throws IOException, InterruptedException {
        Path path = folder.resolve(Recovery.name(firstSeq));
        if (disk.exists(path)) {
            // A segment given up in its first flush: nothing in it was acknowledged.
            new Quarantine(disk, directory).move(Recovery.name(firstSeq));
        }
        lastSegmentId++;
        DiskFile file = disk.open(path, OpenMode.readWrite().createNew().permissions(0600));
        Segment segment = new Segment(path, file, lastSegmentId);
        current = segment;
        return segment;
    }

    /// Fills the staging buffer: the segment header when it is fresh, then the batch.
    private ByteBuffer encode(
            List<Pending> items, Segment segment, int length, int size, boolean fresh) {
        int start = fresh ? SegmentLayout.BLOCK : 0;
        if (staging.capacity() < start + size) {
            staging = ByteBuffer.allocateDirect(start + size).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer target = staging.clear().limit(start + size);
        zero(target, 0, start + BatchLayout.SIZE);
        zero(target, start + BatchLayout.SIZE + length, start + size);
        long firstSeq = items.getFirst().seq;
        if (fresh) {
            SegmentLayout.encode(
                    target,
                    new SegmentLayout.Header(
                            SegmentLayout.VERSION, segment.id, epoch, firstSeq, syncedSeq));
        }
        BatchLayout.encode(
                target,
                start,
                new BatchLayout.Header(
                        segment.id,
                        epoch,
                        segment.batches,
                        items.size(),
                        firstSeq,
                        syncedSeq,
                        length));
        target.position(start + BatchLayout.SIZE);
        for (Pending item : items) {
            FrameLayout.encode(target, checksum, segment.id, item.seq, item.type, item.payload);
        }
        return target.rewind();
    }

    private static void zero(ByteBuffer target, int from, int to) {
        for (int i = from; i < to; i++) {
            target.put(i, (byte) 0);
        }
    }

    /// Gives back what a refused batch occupies; as far as possible, since the disk is full.
    private void takeBack() throws InterruptedException {
        Segment segment = current;
        if (segment == null) {
            return;
        }
        try {
            if (segment.batches == 0) {
                current = null;
                segment.file.close();
                disk.delete(segment.path);
            } else {
                segment.file.truncate(segment.position);
            }
        } catch (IOException e) {
            // What is left there must not be read as the rest of the next batch.
            current = null;
            segment.file.close();
            LOGGER.log(Level.WARNING, "cannot take back the refused batch in " + segment.path, e);
        }
    }

    private void poison(IOException reason) throws InterruptedException {
        Segment segment = current;
        current = null;
        poisoned = poisoned + 1;
        meters.poisoned();
        if (segment != null) {
            try {
                // Not needed by recovery once the next segment exists; until then it keeps refused
                // records from coming back.
                if (segment.batches > 0) {
                    segment.file.truncate(segment.position);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "cannot cut the refused batch off " + segment.path, e);
            }
            segment.file.close();
            LOGGER.log(
                    Level.ERROR,
                    "log segment %s is given up at byte %d: %s"
                            .formatted(segment.path, segment.position, reason));
        }
    }

    /// Writes an empty batch behind the last one, unless there is one or nothing to cover. After
    /// the last flush.
    ///
    /// All records are safe without it; so a failure is only logged.
    void cover() throws InterruptedException {
        Segment segment = current;
        if (segment == null || failed != null || segment.batches == 0 || segment.covered) {
            return;
        }
        try {
            ByteBuffer target = staging.clear().limit(SegmentLayout.BLOCK);
            zero(target, 0, SegmentLayout.BLOCK);
            BatchLayout.encode(
                    target,
                    0,
                    new BatchLayout.Header(
                            segment.id, epoch, segment.batches, 0, syncedSeq + 1, syncedSeq, 0));
            segment.file.write(target.rewind(), segment.position);
            segment.file.force(false);
            segment.position += SegmentLayout.BLOCK;
            segment.batches++;
            segment.covered = true;
            bytesWritten = bytesWritten + SegmentLayout.BLOCK;
        } catch (IOException e) {
            takeBack();
            LOGGER.log(Level.WARNING, "the last records in " + segment.path + " stay uncovered", e);
        }
    }

    private LogFull full(List<Pending> items, IOException cause) {
        return new LogFull(
                "log %s is full: %d record(s) could not be written (%s) and were not acknowledged. Free space on this file system, then try again"
                        .formatted(directory, items.size(), cause.getMessage()),
                cause);
    }

    void close() {
        if (current != null) {
            current.file.close();
            current = null;
        }
    }

    LogStatistics statistics(long lastSeq) {
        return new LogStatistics(
                epoch,
                lastSeq,
                syncedSeq,
                records,
                batches,
                bytesWritten,
                segments,
                poisoned,
                failedBatches);
    }
}
