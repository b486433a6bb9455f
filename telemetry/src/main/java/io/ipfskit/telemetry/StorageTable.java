package io.ipfskit.telemetry;

import static io.ipfskit.telemetry.MetricInfo.counter;
import static io.ipfskit.telemetry.MetricInfo.gauge;
import static io.ipfskit.telemetry.MetricInfo.histogram;

import java.util.List;

/// The metrics of the durable log, the block store and the node on them.
final class StorageTable {
    /// What they tell.
    static final List<MetricInfo> METRICS =
            List.of(
                    counter(
                            "wal_append_bytes_total",
                            "Bytes of payloads of records that became durable.",
                            "stream"),
                    histogram(
                            "wal_batch_records",
                            "Records that one flush of the log made durable.",
                            "stream"),
                    counter(
                            "wal_corruptions_total",
                            "Damaged places that opening the log found, repaired ones included.",
                            "stream"),
                    histogram(
                            "wal_fsync_seconds",
                            "Time of one sync of the log, also of one that failed.",
                            "stream"),
                    counter(
                            "wal_poisoned_segments_total",
                            "Segments of the log given up because a write or sync failed.",
                            "stream"),
                    histogram(
                            "wal_recovery_seconds",
                            "Time to read and replay the log at its opening.",
                            "stream"),
                    gauge("wal_segments", "Segment files of the open log.", "stream"),
                    counter(
                            "blockstore_added_blocks_total",
                            "Blocks that became durable; one that was there already counts not."),
                    counter("blockstore_added_bytes_total", "Bytes of blocks that became durable."),
                    histogram("blockstore_batch_blocks", "Blocks that one commit made durable."),
                    gauge("blockstore_blocks", "Blocks in the store."),
                    gauge("blockstore_bytes", "Bytes of the blocks in the store."),
                    counter(
                            "blockstore_corruptions_total",
                            "Damage met, by what: block, at each read of it; store, at opening.",
                            "what"),
                    counter("blockstore_deleted_blocks_total", "Blocks deleted."),
                    gauge(
                            "blockstore_index_bytes",
                            "Memory of the index of the store, outside the heap."),
                    counter(
                            "blockstore_poisoned_segments_total",
                            "Segments of the store given up because a write or sync failed."),
                    counter("blockstore_read_blocks_total", "Blocks read from the store."),
                    counter("blockstore_read_bytes_total", "Bytes of blocks read from the store."),
                    histogram(
                            "blockstore_recovery_seconds",
                            "Time to read the trailers of the store at its opening."),
                    gauge("blockstore_segments", "Segment files with committed blocks."),
                    histogram(
                            "blockstore_sync_seconds",
                            "Time of one sync of a segment, also of one that failed, by kind:"
                                    + " commit, bulk.",
                            "kind"),
                    counter(
                            "blockstore_written_bytes_total",
                            "Bytes that the store wrote to files, overhead included."),
                    counter(
                            "node_added_bytes_total",
                            "Bytes of content of adds that succeeded, known blocks included."),
                    counter("node_added_files_total", "Files of adds that succeeded."),
                    gauge(
                            "node_free_bytes",
                            "Free space of the file system of the data directory, as it was at"
                                    + " this look or the last one."),
                    gauge("node_pins", "Pins."));

    private StorageTable() {}
}
