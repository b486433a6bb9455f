// Numbers, sizes and times for people.
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

export function bytes(count) {
  if (count === undefined || count === null || count < 0) return "unknown";
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

export const number = (count) =>
  count === undefined || count === null ? "unknown" : count.toLocaleString("en");

export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

// A duration of the API (`7384.1s`, `250ms`, `10m`) in milliseconds, or null.
const SCALE = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function milliseconds(text) {
  const parts = /^([0-9.]+)(ms|s|m|h|d)$/.exec(text ?? "");
  return parts ? Number(parts[1]) * SCALE[parts[2]] : null;
}

export const since = (instant) => duration(Date.now() - Date.parse(instant));

// The ends of an identifier are what people compare.
export const shortId = (id) => (id.length <= 20 ? id : `${id.slice(0, 10)}…${id.slice(-6)}`);
