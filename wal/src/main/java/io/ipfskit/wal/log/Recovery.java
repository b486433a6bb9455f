package io.ipfskit.wal.log;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.wal.log.RecoveryReport.TornTail;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a log from its first segment to its last, hands out the intact records, and finds where
/// writing goes on. It changes nothing.
final class Recovery {
    private static final System.Logger LOGGER = System.getLogger(Recovery.class.getName());
    private static final Pattern NAME = Pattern.compile("\\d{20}\\.wal");

    /// Where the newest segment ends.
    ///
    /// @param lastFlush where the flush that wrote the last batch began
    /// @param end position of the next batch
    /// @param covered whether the last batch is a cover
    /// @param fileSize size of the file, larger than `end` when a tail must be cut
    record Tail(
            Path path,
            SegmentLayout.Header header,
            long lastFlush,
            long end,
            int batches,
            boolean covered,
            long fileSize) {}

    /// A segment file and its header, null when that does not validate.
    private record Found(
            Path path,
            String name,
            long nameSeq,
            long size,
            SegmentLayout.@Nullable Header header) {
        long segmentId() {
            return header == null ? 0 : header.segmentId();
        }
    }

    private final Disk disk;
    private final Path directory;
    private final ReplayConsumer consumer;
    private final FrameLayout.Checksum checksum = new FrameLayout.Checksum();

    private final List<TornTail> torn = new ArrayList<>();
    private final List<Path> useless = new ArrayList<>();
    private int segments;
    private long records;
    private long lastSeq;
    private long epoch;
    private long lastSegmentId;
    private int derivedHeaders;
    private boolean covered;
    private long lastFlush;
    private @Nullable Tail tail;

    Recovery(Disk disk, Path directory, ReplayConsumer consumer) {
        this.disk = disk;
        this.directory = directory;
        this.consumer = consumer;
    }

    /// Returns the file name of a segment.
    static String name(long firstSeq) {
        return "%020d.wal".formatted(firstSeq);
    }

    /// Lists the segment files in order.
    static List<String> names(Disk disk, Path segments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (String name : disk.list(segments)) {
            if (NAME.matcher(name).matches()) {
                names.add(name);
            }
        }
        names.sort(null);
        return names;
    }

    /// Reads everything.
    ///
    /// @throws LogDamaged when acknowledged records are missing; some records may have been handed
    ///   out before
    void run() throws IOException, InterruptedException {
        Path folder = directory.resolve("segments");
        List<Found> found = new ArrayList<>();
        for (String name : names(disk, folder)) {
            found.add(inspect(folder.resolve(name), name));
        }
        while (!found.isEmpty() && found.getLast().header() == null) {
            dropUnborn(found.removeLast());
        }
        for (int i = 0; i < found.size(); i++) {
            boolean newest = i == found.size() - 1;
            read(found.get(i), newest ? Long.MAX_VALUE : limit(found, i));
        }
    }

    /// The last record that the segments behind `i` rely on.
    private static long limit(List<Found> found, int i) {
        for (int next = i + 1; next < found.size(); next++) {
            SegmentLayout.Header header = found.get(next).header();
            if (header != null) {
                return header.previousSeq();
            }
        }
        throw new IllegalStateException("the newest segment has a header");
    }

    private Found inspect(Path path, String name) throws IOException, InterruptedException {
        try (DiskFile file = disk.open(path, OpenMode.read())) {
            long size = file.size();
            ByteBuffer block = new Window(file, size).at(0, SegmentLayout.BLOCK);
            if (SegmentLayout.hasMagic(block)
                    && SegmentLayout.version(block) > SegmentLayout.VERSION) {
                throw new LogVersionUnsupported(
                        path.toString(), SegmentLayout.version(block), SegmentLayout.VERSION);
            }
            long nameSeq = Long.parseLong(name.substring(0, 20));
            SegmentLayout.@Nullable Header header =
                    SegmentLayout.isValid(block)
                            ? SegmentLayout.decode(block)
                            : derived(file, size, nameSeq, path);
            return new Found(path, name, nameSeq, size, header);
        }
    }

    /// The first batch repeats what the header says.
    private SegmentLayout.@Nullable Header derived(
            DiskFile file, long size, long nameSeq, Path path)
            throws IOException, InterruptedException {
        ByteBuffer block = new Window(file, size).at(SegmentLayout.BLOCK, BatchLayout.SIZE);
        if (block.remaining() < BatchLayout.SIZE
                || !BatchLayout.isValid(block, 0, block.getLong(BatchLayout.OFFSET_SEGMENT_ID))) {
            return null;
        }
        BatchLayout.Header first = BatchLayout.decode(block, 0);
        if (first.index() != 0 || first.firstSeq() != nameSeq) {
            return null;
        }
        LOGGER.log(
                Level.WARNING,
                "{0}: the header does not validate, taken from the first batch",
                path);
        derivedHeaders++;
        return new SegmentLayout.Header(
                SegmentLayout.VERSION,
                first.segmentId(),
                first.epoch(),
                first.firstSeq(),
                first.previousSeq());
    }

    /// The newest file has no header: its first flush was torn, unless batches validate behind it.
    private void dropUnborn(Found last) throws IOException, InterruptedException {
        try (DiskFile file = disk.open(last.path(), OpenMode.read())) {
            Window window = new Window(file, last.size());
            if (WrittenWhole.sector(window, 0)) {
                throw damaged(last, 0, "neither its header nor its first batch validates");
            }
            for (long at = SegmentLayout.BLOCK; at < last.size(); at += SegmentLayout.BLOCK) {
                ByteBuffer block = window.at(at, BatchLayout.SIZE);
                boolean anyBatch =
                        block.remaining() == BatchLayout.SIZE
                                && BatchLayout.isValid(
                                        block, 0, block.getLong(BatchLayout.OFFSET_SEGMENT_ID))
                                && BatchLayout.decode(block, 0).index() > 0;
                if (anyBatch) {
                    throw damaged(
                            last,
                            0,
                            "its header does not validate but a batch at byte " + at + " does");
                }
            }
        }
        torn.add(new TornTail(last.name(), 0, last.size()));
        useless.add(last.path());
    }

    private void read(Found found, long limit) throws IOException, InterruptedException {
        boolean newest = limit == Long.MAX_VALUE;
        SegmentLayout.Header header = found.header();
        if (header == null || found.nameSeq() > limit) {
            if (found.nameSeq() > limit && lastSeq == limit) {
                return; // its first flush failed, the writer went on in the next one
            }
            throw damaged(found, 0, "its header does not validate");
        }
        if (header.firstSeq() != found.nameSeq() || header.segmentId() <= lastSegmentId) {
            throw damaged(found, 0, "its header belongs to another segment");
        }
        if (header.previousSeq() != lastSeq) {
            throw damaged(
                    found,
                    0,
                    "it follows record %d, so a segment before it is missing or cut short"
                            .formatted(header.previousSeq()));
        }
        segments++;
        lastSegmentId = header.segmentId();
        epoch = Math.max(epoch, header.epoch());
        try (DiskFile file = disk.open(found.path(), OpenMode.read())) {
            Window window = new Window(file, found.size());
            long at = SegmentLayout.BLOCK;
            int index = 0;
            covered = false;
            lastFlush = 0;
            while (lastSeq < limit) {
                BatchLayout.@Nullable Header batch =
                        batch(window, at, header.segmentId(), index, limit);
                if (batch == null) {
                    break;
                }
                deliver(window, at, batch);
                lastFlush = index == 0 ? 0 : at; // the first one writes the header too
                at += batch.alignedSize();
                index++;
            }
            judge(found, window, at, index, newest, lastSeq == limit);
        }
    }

    /// Returns the batch at `at` when it and all its frames validate.
    private BatchLayout.@Nullable Header batch(
            Window window, long at, long segmentId, int index, long limit)
            throws IOException, InterruptedException {
        BatchLayout.Header header = header(window, at, segmentId);
        if (header == null
                || header.index() != index
                || header.previousSeq() != lastSeq
                || header.lastSeq() > limit
                || at + BatchLayout.SIZE + header.length() > window.fileSize()) {
            return null;
        }
        ByteBuffer frames = window.at(at + BatchLayout.SIZE, header.length());
        int position = 0;
        for (int i = 0; i < header.count(); i++) {
            ByteBuffer payload =
                    FrameLayout.payload(
                            frames,
                            position,
                            header.length(),
                            checksum,
                            segmentId,
                            header.firstSeq() + i);
            if (payload == null) {
                return null;
            }
            position += FrameLayout.SIZE + payload.remaining();
        }
        return position == header.length() ? header : null;
    }

    private static BatchLayout.@Nullable Header header(Window window, long at, long segmentId)
            throws IOException, InterruptedException {
        ByteBuffer block = window.at(at, BatchLayout.SIZE);
        return BatchLayout.isValid(block, 0, segmentId) ? BatchLayout.decode(block, 0) : null;
    }

    private void deliver(Window window, long at, BatchLayout.Header batch)
            throws IOException, InterruptedException {
        ByteBuffer frames = window.at(at + BatchLayout.SIZE, batch.length());
        int position = 0;
        for (int i = 0; i < batch.count(); i++) {
            int length = frames.getInt(position + FrameLayout.OFFSET_LENGTH);
            int type = Byte.toUnsignedInt(frames.get(position + FrameLayout.OFFSET_TYPE));
            ByteBuffer payload =
                    frames.slice(position + FrameLayout.OFFSET_PAYLOAD, length).asReadOnlyBuffer();
            consumer.accept(batch.firstSeq() + i, type, payload);
            position += FrameLayout.SIZE + length;
        }
        lastSeq = batch.lastSeq();
        records += batch.count();
        epoch = Math.max(epoch, batch.epoch());
        covered = batch.isCover();
    }

    private void judge(
            Found found, Window window, long end, int batches, boolean newest, boolean complete)
            throws IOException, InterruptedException {
        boolean behind = newest && validBatchBehind(window, end, found, batches);
        boolean zeros = newest && !behind && onlyZeros(window, end);
        boolean whole =
                newest
                        && !behind
                        && !zeros
                        && WrittenWhole.batch(window, end, found.segmentId(), batches, lastSeq);
        switch (TailVerdict.of(newest, complete, behind, zeros, whole)) {
            case SUPERSEDED -> {}
            case DAMAGED -> throw damaged(found, end, reason(window, end, behind, whole));
            case END -> keep(found, end, batches);
            case TORN -> {
                torn.add(new TornTail(found.name(), end, found.size() - end));
                keep(found, end, batches);
            }
        }
    }

    private static String reason(Window window, long end, boolean behind, boolean whole) {
        if (behind) {
            return "a batch does not validate, but a later one does";
        }
        if (whole) {
            return "the last batch was written to its end, but does not validate";
        }
        return end >= window.fileSize()
                ? "it ends, but the next segment follows a later record: a segment is missing or"
                        + " this one is cut short"
                : "a batch does not validate";
    }

    private void keep(Found found, long end, int batches) {
        SegmentLayout.Header header = found.header();
        if (batches == 0) {
            // Its first flush was cut off behind the header. What comes next may have a smaller
            // number than this file's name says, for refused records took numbers too.
            segments--;
            useless.add(found.path());
        } else if (header != null) {
            tail = new Tail(found.path(), header, lastFlush, end, batches, covered, found.size());
        }
    }

    private static boolean validBatchBehind(Window window, long end, Found found, int batches)
            throws IOException, InterruptedException {
        SegmentLayout.Header segment = found.header();
        if (segment == null) {
            return false;
        }
        for (long at = end; at < window.fileSize(); at += SegmentLayout.BLOCK) {
            BatchLayout.Header batch = header(window, at, segment.segmentId());
            if (batch != null && batch.index() > batches) {
                return true;
            }
        }
        return false;
    }

    private static boolean onlyZeros(Window window, long from)
            throws IOException, InterruptedException {
        for (long at = from; at < window.fileSize(); at += SegmentLayout.BLOCK) {
            ByteBuffer block = window.at(at, SegmentLayout.BLOCK);
            while (block.hasRemaining()) {
                if (block.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private LogDamaged damaged(Found found, long offset, String what) {
        return new LogDamaged(directory.toString(), found.name(), offset, lastSeq, what);
    }

    RecoveryReport report(List<String> quarantined, long newEpoch) {
        return new RecoveryReport(segments, records, lastSeq, newEpoch, torn, quarantined);
    }

    long lastSeq() {
        return lastSeq;
    }

    long epoch() {
        return epoch;
    }

    /// How many headers did not validate and were taken from their first batch.
    int derivedHeaders() {
        return derivedHeaders;
    }

    long lastSegmentId() {
        return lastSegmentId;
    }

    @Nullable Tail tail() {
        return tail;
    }

    /// Files that hold nothing that was ever acknowledged.
    List<Path> useless() {
        return useless;
    }
}
