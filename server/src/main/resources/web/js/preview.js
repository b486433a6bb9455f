// Looks into a CID: lists a folder, shows an image, plays media, prints text, or else the first bytes.
import * as api from "./api.js";
import { state, update } from "./store.js";

const TEXT_MAX = 64 * 1024;
const SIZE_IMAGE_MAX = 32 * 1024 * 1024;
const ENTRIES = 200;

let running = null;

export function normalize(input) {
  const path = input
    .trim()
    .replace(/^ipfs:\/\//, "")
    .replace(/^https?:\/\/[^/]+/, "")
    .replace(/^\/?ipfs\//, "")
    .replace(/^\/+|\/+$/g, "");
  return path;
}

export async function openPreview(path) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  update({ preview: { path, loading: true } });
  const show = (preview) => {
    if (running === mine) update({ preview: { path, ...preview } });
  };
  try {
    const stat = await api.get(`/ipfs/stat/${api.escapePath(path)}`, undefined, mine.signal);
    if (stat.type === "directory") {
      const answer = await api.get(`/ipfs/ls/${api.escapePath(path)}`, { limit: ENTRIES }, mine.signal);
      show({ stat, entries: answer.items ?? [], more: Boolean(answer.next_cursor) });
    } else {
      const start = await api.firstBytes(path, TEXT_MAX, mine.signal);
      show({ stat, ...describe(start, stat.size ?? start.length) });
    }
  } catch (error) {
    if (error.name !== "AbortError") show({ error: error.message });
  }
}

export function closePreview() {
  running?.abort();
  running = null;
  if (state.preview) update({ preview: null });
}

const MAGIC = [
  ["image", [0x89, 0x50, 0x4e, 0x47]],
  ["image", [0xff, 0xd8, 0xff]],
  ["image", [0x47, 0x49, 0x46, 0x38]],
  ["audio", [0x49, 0x44, 0x33]],
  ["audio", [0x4f, 0x67, 0x67, 0x53]],
  ["video", [0x1a, 0x45, 0xdf, 0xa3]],
];

function kindOf(start) {
  for (const [kind, magic] of MAGIC) if (magic.every((byte, at) => start[at] === byte)) return kind;
  const ascii = (from, to) => String.fromCharCode(...start.subarray(from, to));
  if (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WEBP") return "image";
  if (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WAVE") return "audio";
  if (ascii(4, 8) === "ftyp") return "video";
  return null;
}

export function describe(start, size) {
  const kind = kindOf(start);
  if (kind && !(kind === "image" && size > SIZE_IMAGE_MAX)) return { kind };
  try {
    // the last character may be cut in two
    const text = new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: size > start.length });
    if (!/[\u0000-\u0008\u000e-\u001a]/.test(text)) return { kind: "text", text, cut: size > start.length };
  } catch {
    // not text
  }
  return { kind: "bytes", text: hex(start.subarray(0, 256)), cut: size > 256 };
}

function hex(start) {
  const lines = [];
  for (let at = 0; at < start.length; at += 16) {
    const row = [...start.subarray(at, at + 16)];
    const left = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const right = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${left.padEnd(47)}  ${right}`);
  }
  return lines.join("\n");
}
