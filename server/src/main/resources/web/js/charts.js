// What the charts of the page "Monitoring" show: the query of each. A test reads this file and holds
// every metric and label against the catalogue of metrics.
//   kind rate: growth per second of a counter; gauge: as it is; quantiles: of a histogram's growth
//   by: labels whose values make lines of their own
//   scale: from the unit of the metric to that of the chart
export const CHARTS = [
  { id: "live", title: "Live tasks", unit: "", metric: "anyio_tasks_live", kind: "gauge", by: ["engine"] },
  { id: "switches", title: "Switches", unit: "/s", metric: "anyio_switches_total", kind: "rate", by: ["engine"] },
  { id: "ready", title: "Ready tasks", unit: "", metric: "anyio_ready_tasks", kind: "gauge", by: ["engine"], absent: "The system's scheduler keeps the queue of this backend." },
  { id: "carriers", title: "Virtual threads in line", unit: "", metric: "anyio_carrier_queued", kind: "gauge", by: [], absent: "Told on backend threads only." },
  { id: "step", title: "Longest step", unit: "ms", metric: "anyio_longest_step_seconds", kind: "gauge", by: ["engine"], scale: 1000, absent: "This backend does not time steps." },
  { id: "timers", title: "Timers", unit: "", metric: "anyio_timers", kind: "gauge", by: ["engine"] },
  { id: "cancels", title: "Cancelled tasks", unit: "/s", metric: "anyio_tasks_cancelled_total", kind: "rate", by: ["reason"] },
  { id: "join", title: "Cancel to join", unit: "ms", metric: "anyio_cancel_to_join_seconds", kind: "quantiles", by: [], scale: 1000, absent: "Nothing was cancelled lately." },
  { id: "limiter", title: "Waits for limiters", unit: "ms", metric: "anyio_limiter_wait_seconds", kind: "quantiles", by: [], scale: 1000, absent: "Nobody waited lately." },
  { id: "channels", title: "Items in channels", unit: "", metric: "anyio_channel_items", kind: "gauge", by: ["engine"] },
  { id: "calls", title: "Calls", unit: "/s", metric: "operation_calls_total", kind: "rate", by: ["outcome"] },
  { id: "spawned", title: "Tasks started", unit: "/s", metric: "anyio_tasks_spawned_total", kind: "rate", by: ["engine"] },
];

// The same for the storage below: the repository log and the block store.
export const STORAGE_CHARTS = [
  { id: "blocks", title: "Blocks", unit: "", metric: "blockstore_blocks", kind: "gauge", by: [] },
  { id: "block-bytes", title: "Bytes of blocks", unit: "MB", metric: "blockstore_bytes", kind: "gauge", by: [], scale: 1e-6 },
  { id: "free", title: "Free space", unit: "GB", metric: "node_free_bytes", kind: "gauge", by: [], scale: 1e-9, absent: "The file system does not tell." },
  { id: "pins", title: "Pins", unit: "", metric: "node_pins", kind: "gauge", by: [] },
  { id: "added", title: "Added", unit: "MB/s", metric: "node_added_bytes_total", kind: "rate", by: [], scale: 1e-6 },
  { id: "written", title: "Written to packs", unit: "MB/s", metric: "blockstore_written_bytes_total", kind: "rate", by: [], scale: 1e-6 },
  { id: "read", title: "Read from packs", unit: "MB/s", metric: "blockstore_read_bytes_total", kind: "rate", by: [], scale: 1e-6 },
  { id: "pack-sync", title: "Syncs of packs", unit: "ms", metric: "blockstore_sync_seconds", kind: "quantiles", by: [], scale: 1000, absent: "Nothing was synced lately." },
  { id: "log-append", title: "Appended to the log", unit: "B/s", metric: "wal_append_bytes_total", kind: "rate", by: ["stream"] },
  { id: "log-sync", title: "Syncs of the log", unit: "ms", metric: "wal_fsync_seconds", kind: "quantiles", by: [], scale: 1000, absent: "Nothing was synced lately." },
  { id: "log-batch", title: "Records in a sync", unit: "", metric: "wal_batch_records", kind: "quantiles", by: [], absent: "Nothing was appended lately." },
  { id: "damage", title: "Damage met", unit: "/s", metric: "blockstore_corruptions_total", kind: "rate", by: ["what"] },
];
