package io.ipfskit.blockstore;

import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Time;
import io.ipfskit.blockstore.Behind.DeviceWork;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/// What a pack store tells of itself; a process has one, so there is no label for which. Never
/// throws, whatever the meters do.
///
/// ```text
/// blockstore_added_blocks_total         counter    blocks that became durable
/// blockstore_added_bytes_total          counter    bytes of them
/// blockstore_deleted_blocks_total       counter    blocks deleted
/// blockstore_read_blocks_total          counter    blocks read
/// blockstore_read_bytes_total           counter    bytes of them
/// blockstore_written_bytes_total        counter    bytes written to files, overhead included
/// blockstore_sync_seconds               histogram  time of one sync of a segment; kind: commit, bulk
/// blockstore_batch_blocks               histogram  blocks of one commit
/// blockstore_recovery_seconds           histogram  time to read the trailers at opening
/// blockstore_corruptions_total          counter    damage met, by what: block, store
/// blockstore_poisoned_segments_total    counter    segments given up
/// blockstore_blocks, _bytes, _segments  gauge      what is there, while the store is open
/// blockstore_index_bytes                gauge      memory of the index
/// ```
final class StoreMeters {
    private static final double NANOS_PER_SECOND = 1e9;

    /// Reads the trailers.
    interface Reading {
        PackReport run() throws IOException, InterruptedException;
    }

    private final Meters meters;
    private final Meters.Counter addedBlocks;
    private final Meters.Counter addedBytes;
    private final Meters.Counter deletedBlocks;
    private final Meters.Counter readBlocks;
    private final Meters.Counter readBytes;
    private final Meters.Counter writtenBytes;
    private final Meters.Histogram batch;
    private final Meters.Histogram commitSync;
    private final Meters.Histogram bulkSync;
    private final Meters.Histogram recovery;
    private final Meters.Counter damagedBlocks;
    private final Meters.Counter damagedStores;
    private final Meters.Counter poisoned;
    private final LongAdder deviceBytes = new LongAdder();

    StoreMeters(Meters given) {
        meters = Meters.safe(given);
        addedBlocks = meters.counter("blockstore_added_blocks_total");
        addedBytes = meters.counter("blockstore_added_bytes_total");
        deletedBlocks = meters.counter("blockstore_deleted_blocks_total");
        readBlocks = meters.counter("blockstore_read_blocks_total");
        readBytes = meters.counter("blockstore_read_bytes_total");
        writtenBytes = meters.counter("blockstore_written_bytes_total");
        batch = meters.histogram("blockstore_batch_blocks");
        commitSync = meters.histogram("blockstore_sync_seconds", "kind", "commit");
        bulkSync = meters.histogram("blockstore_sync_seconds", "kind", "bulk");
        recovery = meters.histogram("blockstore_recovery_seconds");
        damagedBlocks = meters.counter("blockstore_corruptions_total", "what", "block");
        damagedStores = meters.counter("blockstore_corruptions_total", "what", "store");
        poisoned = meters.counter("blockstore_poisoned_segments_total");
    }

    /// A batch of the commit segment became durable.
    ///
    /// @param blocks added, those of adopted segments included
    /// @param bytes of them
    void committed(long blocks, long bytes, int deleted) {
        if (blocks > 0) {
            batch.record((double) blocks);
        }
        addedBlocks.add(blocks);
        addedBytes.add(bytes);
        deletedBlocks.add(deleted);
    }

    /// A block was read.
    void read(int bytes) {
        readBlocks.increment();
        readBytes.add(bytes);
    }

    /// Bytes went to a file.
    void written(long bytes) {
        deviceBytes.add(bytes);
        writtenBytes.add(bytes);
    }

    /// The bytes of [#written].
    long deviceBytes() {
        return deviceBytes.sum();
    }

    /// Syncs the commit segment, and times it, also when it fails.
    void commitSync(DeviceWork sync) throws IOException, InterruptedException {
        time(commitSync, sync);
    }

    /// Syncs a bulk segment, and times it, also when it fails.
    void bulkSync(DeviceWork sync) throws IOException, InterruptedException {
        time(bulkSync, sync);
    }

    /// Reads the trailers at opening, and times it; damage is counted.
    PackReport recovery(Reading reading) throws IOException, InterruptedException {
        PackReport[] found = new PackReport[1];
        try {
            time(recovery, () -> found[0] = reading.run());
            return found[0];
        } catch (StoreDamaged e) {
            damagedStores.increment();
            throw e;
        }
    }

    private static void time(Meters.Histogram seconds, DeviceWork work)
            throws IOException, InterruptedException {
        long begunAt = Time.now();
        try {
            work.run();
        } finally {
            seconds.record((Time.now() - begunAt) / NANOS_PER_SECOND);
        }
    }

    /// A read met a damaged block.
    void damagedBlock() {
        damagedBlocks.increment();
    }

    void poisoned() {
        poisoned.increment();
    }

    /// Tells the gauges until the watch is closed.
    Meters.Watch watch(
            DoubleSupplier blocks,
            DoubleSupplier bytes,
            DoubleSupplier segments,
            DoubleSupplier indexBytes) {
        List<Meters.Watch> watches =
                List.of(
                        meters.watch("blockstore_blocks", blocks),
                        meters.watch("blockstore_bytes", bytes),
                        meters.watch("blockstore_segments", segments),
                        meters.watch("blockstore_index_bytes", indexBytes));
        return () -> watches.forEach(Meters.Watch::close);
    }
}
