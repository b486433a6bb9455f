// Reads /metrics and keeps the last minutes of what the charts show.
import { get } from "./api-text.js";
import { CHARTS, STORAGE_CHARTS } from "./charts.js";

const ALL = [...CHARTS, ...STORAGE_CHARTS];

export const EVERY_MS = 2000;
export const SAMPLES_MAX = 300; // ten minutes
const LINES_MAX = 12; // of one chart
const WINDOW = 30; // samples a quantile looks back over

const SAMPLE = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? ([^ ]+)/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:\\.|[^"\\])*)"/g;

// Prometheus text as a list of { name, labels, value }.
export function parse(text) {
  const samples = [];
  for (const line of text.split("\n")) {
    const parts = line.startsWith("#") ? null : SAMPLE.exec(line);
    if (!parts) continue;
    const labels = {};
    for (const [, name, value] of (parts[2] ?? "").matchAll(LABEL)) labels[name] = value.replace(/\\(.)/g, "$1");
    samples.push({ name: parts[1], labels, value: Number(parts[3].replace("+Inf", "Infinity")) });
  }
  return samples;
}

const keyOf = (chart, labels) => chart.by.map((name) => labels[name] ?? "").join(" ") || "all";

// The numbers of one chart at one moment, by line; of a histogram its buckets.
function reading(chart, samples) {
  const lines = new Map();
  if (chart.kind === "quantiles") {
    for (const { name, labels, value } of samples) {
      if (name !== `${chart.metric}_bucket`) continue;
      const bound = labels.le === "+Inf" ? Infinity : Number(labels.le);
      lines.set(bound, (lines.get(bound) ?? 0) + value);
    }
    return lines;
  }
  for (const { name, labels, value } of samples) {
    if (name !== chart.metric) continue;
    const key = keyOf(chart, labels);
    lines.set(key, (lines.get(key) ?? 0) + value);
  }
  return lines;
}

// Where the quantile of what was added between two readings lies, within its bucket.
export function quantile(q, before, now) {
  const bounds = [...now.keys()].sort((a, b) => a - b);
  const added = bounds.map((bound) => now.get(bound) - (before.get(bound) ?? 0));
  const total = added.at(-1) ?? 0;
  if (!(total > 0)) return null;
  let lower = 0;
  let below = 0;
  for (let i = 0; i < bounds.length; i++) {
    if (added[i] >= q * total) {
      if (bounds[i] === Infinity) return lower;
      const inside = added[i] - below;
      return lower + (bounds[i] - lower) * (inside > 0 ? (q * total - below) / inside : 1);
    }
    below = added[i];
    lower = bounds[i];
  }
  return lower;
}

// Bounded history: times, and for each chart its readings beside them.
export class History {
  times = [];
  readings = new Map(ALL.map((chart) => [chart.id, []]));

  add(time, samples) {
    this.times.push(time);
    for (const chart of ALL) this.readings.get(chart.id).push(reading(chart, samples));
    if (this.times.length > SAMPLES_MAX) {
      this.times.shift();
      for (const list of this.readings.values()) list.shift();
    }
  }

  // { lines: [name], columns: [times, values of line 1, ...] } of one chart.
  columns(chart) {
    const readings = this.readings.get(chart.id);
    const scale = chart.scale ?? 1;
    if (chart.kind === "quantiles") {
      const names = ["p50", "p95"];
      const values = [0.5, 0.95].map((q) =>
        readings.map((now, i) => {
          const value = i === 0 ? null : quantile(q, readings[Math.max(0, i - WINDOW)], now);
          return value === null ? null : value * scale;
        }),
      );
      return values[0].some((value) => value !== null) ? { lines: names, columns: [this.times, ...values] } : { lines: [], columns: [this.times] };
    }
    const seen = new Set(readings.flatMap((lines) => [...lines.keys()]));
    let lines = [...seen].sort();
    if (chart.kind === "rate" && lines.length > 1) {
      // A line that never moved says nothing.
      lines = lines.filter((line) => readings.at(-1).get(line) !== readings.find((one) => one.has(line)).get(line));
    }
    lines = lines.slice(0, LINES_MAX);
    const columns = lines.map((line) =>
      readings.map((now, i) => {
        const value = now.get(line);
        if (value === undefined) return null;
        if (chart.kind === "gauge") return value * scale;
        const before = readings[i - 1]?.get(line);
        const seconds = this.times[i] - this.times[i - 1];
        return before === undefined || !(seconds > 0) || value < before ? null : ((value - before) / seconds) * scale;
      }),
    );
    return { lines, columns: [this.times, ...columns] };
  }
}

export async function sample(history) {
  history.add(Date.now() / 1000, parse(await get("/metrics")));
}
