package io.ipfskit.blockstore;

import io.ipfskit.blockstore.TrailerLayout.Head;
import io.ipfskit.blockstore.TrailerLayout.Tombstone;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.multiformats.Varint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Writes the batches of one segment, through a staging buffer. Used by one task at a time.
final class SegmentWriter {
    private static final int ENTRIES_START = 4096;

    private final Segment segment;
    private final int kind;
    private final Staging staging;
    private final StoreMeters meters;

    /// Position in the file where the staged bytes go.
    private long flushed;

    private long batchOffset;
    private int batch;
    private int blocks;
    private long blocksTotal;

    // The state that a failed batch falls back to: what was synced.
    private long syncedEnd;
    private int syncedBatches;
    private long syncedBlocks;
    private ByteBuffer entries = ByteBuffer.allocate(ENTRIES_START).order(ByteOrder.LITTLE_ENDIAN);

    private SegmentWriter(Segment segment, int kind, Staging staging, StoreMeters meters) {
        this.segment = segment;
        this.kind = kind;
        this.staging = staging;
        this.meters = meters;
    }

    /// Begins a new segment; the opening bytes are staged with the first batch.
    static SegmentWriter begin(Segment segment, int kind, Staging staging, StoreMeters meters)
            throws IOException, InterruptedException {
        SegmentWriter writer = new SegmentWriter(segment, kind, staging, meters);
        writer.stage(CarLayout.opening());
        writer.batchOffset = CarLayout.FIRST_SECTION;
        return writer;
    }

    /// Goes on behind the batch that `last` ends.
    static SegmentWriter resume(
            Segment segment, Head last, long blocksTotal, Staging staging, StoreMeters meters) {
        SegmentWriter writer = new SegmentWriter(segment, last.kind(), staging, meters);
        writer.flushed = last.end();
        writer.batchOffset = last.end();
        writer.batch = last.batch() + 1;
        writer.blocksTotal = blocksTotal;
        writer.synced();
        return writer;
    }

    Segment segment() {
        return segment;
    }

    /// Position behind everything added so far.
    long position() {
        return flushed + staging.buffer().position();
    }

    /// Bytes of the batch so far.
    long batchBytes() {
        return position() - batchOffset;
    }

    int batchBlocks() {
        return blocks;
    }

    /// Blocks of all batches.
    long blocksTotal() {
        return blocksTotal;
    }

    /// Number of ended batches, synced or not.
    int endedBatches() {
        return batch;
    }

    /// Number of synced batches.
    int batches() {
        return syncedBatches;
    }

    /// Where the last synced batch ends; 0 when there is none.
    long end() {
        return syncedEnd;
    }

    /// Where the last ended batch ends, synced or not.
    long endUnsynced() {
        return batchOffset;
    }

    /// Records that every ended batch is on stable storage.
    void synced() {
        syncedEnd = batchOffset;
        syncedBatches = batch;
        syncedBlocks = blocksTotal;
    }

    /// Adds a block to the batch.
    ///
    /// @return position of its section
    int add(Cid cid, ByteBuffer data, int crc) throws IOException, InterruptedException {
        long offset = position();
        int cidSize = cid.size();
        int length = data.remaining();
        ByteBuffer head = ByteBuffer.allocate(Varint.size(cidSize + (long) length) + cidSize);
        Varint.write(head, cidSize + (long) length);
        cid.writeTo(head);
        stage(head.flip());
        stage(data);
        ensureEntryRoom(TrailerLayout.ENTRY_SIZE + cidSize);
        entries.putInt((int) (offset - batchOffset)).putInt(length).putInt(crc);
        cid.writeTo(entries);
        blocks++;
        blocksTotal++;
        return (int) offset;
    }

    private void ensureEntryRoom(int bytes) {
        if (entries.remaining() < bytes) {
            ByteBuffer larger =
                    ByteBuffer.allocate(entries.capacity() * 2).order(ByteOrder.LITTLE_ENDIAN);
            entries = larger.put(entries.flip());
        }
    }

    /// Ends the batch with its trailer and writes everything to the file. Nothing is synced.
    void endBatch(List<Tombstone> tombstones, List<Long> adopted, long previousId, long previousEnd)
            throws IOException, InterruptedException {
        endBatch(tombstones, adopted, previousId, previousEnd, null);
    }

    /// Ends a first batch that begins the store anew; `adopted` are segments that no commit named
    /// before.
    void endManifest(Manifest manifest, List<Long> adopted)
            throws IOException, InterruptedException {
        endBatch(List.of(), adopted, 0, 0, manifest);
    }

    private void endBatch(
            List<Tombstone> tombstones,
            List<Long> adopted,
            long previousId,
            long previousEnd,
            @Nullable Manifest manifest)
            throws IOException, InterruptedException {
        long bytes =
                TrailerLayout.SIZE
                        + entries.position()
                        + TrailerLayout.FOOTER_SIZE
                        + adopted.size() * 8L
                        + (manifest == null ? 0 : manifest.size());
        for (Tombstone tombstone : tombstones) {
            bytes += TrailerLayout.TOMBSTONE_SIZE + tombstone.multihash().size();
        }
        int cidSize = Cid.v1(Multicodec.RAW, Multihash.sha256(new byte[0])).size();
        int length = paddedLength(position(), cidSize, bytes);
        ByteBuffer trailer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        trailer.position(TrailerLayout.SIZE);
        trailer.put(entries.flip());
        for (Tombstone tombstone : tombstones) {
            trailer.putLong(tombstone.segmentId()).putInt(tombstone.offset());
            tombstone.multihash().writeTo(trailer);
        }
        for (long id : adopted) {
            trailer.putLong(id);
        }
        if (manifest != null) {
            manifest.writeTo(trailer);
        }
        long offset = position() + Varint.size(cidSize + (long) length) + cidSize;
        TrailerLayout.complete(
                trailer,
                new Head(
                        kind,
                        segment.id,
                        batch,
                        blocks,
                        batchOffset,
                        offset,
                        length,
                        tombstones.size(),
                        adopted.size(),
                        previousId,
                        previousEnd),
                manifest != null);
        trailer.rewind();
        Cid cid = Cid.v1(Multicodec.RAW, Multihash.sha256(trailer));
        ByteBuffer head = ByteBuffer.allocate(Varint.size(cidSize + (long) length) + cidSize);
        Varint.write(head, cidSize + (long) length);
        cid.writeTo(head);
        stage(head.flip());
        stage(trailer);
        flush();
        staging.settle();
        if (flushed % CarLayout.BLOCK != 0) {
            throw new IllegalStateException("batch ends at " + flushed);
        }
        batchOffset = flushed;
        batch++;
        blocksTotal++;
        blocks = 0;
        entries.clear();
    }

    /// The length of a trailer that starts its section at `position` and ends at a block boundary.
    private static int paddedLength(long position, int cidSize, long bytes) {
        for (long end = align(position + 1 + cidSize + bytes); ; end += CarLayout.BLOCK) {
            for (int varint = 1; varint <= 5; varint++) {
                long length = end - position - varint - cidSize;
                if (length >= bytes && Varint.size(cidSize + length) == varint) {
                    if (length > TrailerLayout.LENGTH_MAX) {
                        throw new IllegalStateException(
                                "batch trailer of " + length + " bytes is too long");
                    }
                    return (int) length;
                }
            }
        }
    }

    private static long align(long bytes) {
        return (bytes + CarLayout.BLOCK - 1) & -CarLayout.BLOCK;
    }

    /// Forgets everything that was not synced, for a retry elsewhere or later.
    void abandonBatch() {
        staging.buffer().clear();
        entries.clear();
        blocks = 0;
        batchOffset = syncedEnd;
        flushed = syncedEnd;
        batch = syncedBatches;
        blocksTotal = syncedBlocks;
    }

    /// Writes the index and the final header, so that any CAR tool reads the segment.
    ///
    /// @param syncBetween whether the index must be durable before the header says that it is there
    void seal(boolean syncBetween) throws IOException, InterruptedException {
        SegmentReader reader = new SegmentReader(segment.file, segment.id, segment.path());
        ByteBuffer index = CarIndex.of(reader, batchOffset);
        stage(index);
        flush();
        staging.settle();
        flushed = batchOffset;
        meters.written(CarLayout.HEADER_SIZE);
        if (syncBetween) {
            segment.file.force(false);
        }
        segment.file.write(ByteBuffer.wrap(CarLayout.header(batchOffset)), 0);
    }

    private void stage(ByteBuffer source) throws IOException, InterruptedException {
        ByteBuffer bytes = source.duplicate();
        while (bytes.hasRemaining()) {
            if (!staging.buffer().hasRemaining()) {
                flush();
            }
            ByteBuffer target = staging.buffer();
            int n = Math.min(bytes.remaining(), target.remaining());
            target.put(bytes.slice(bytes.position(), n));
            bytes.position(bytes.position() + n);
        }
    }

    private void flush() throws IOException, InterruptedException {
        int n = staging.buffer().position();
        if (n > 0) {
            staging.write(flushed);
        }
        flushed += n;
        meters.written(n);
    }

    /// Makes everything up to `end` readable from the file.
    void settle(long end) throws IOException, InterruptedException {
        if (end > flushed) {
            flush();
        }
        staging.settle();
    }
}
