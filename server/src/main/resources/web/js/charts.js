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
