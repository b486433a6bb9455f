// What the page does: loads, adds, unpins, cancels, copies.
import * as api from "./api.js";
import { sizeOf } from "./files.js";
import { say, state, update } from "./store.js";
import { upload } from "./upload.js";

const PAGE = 10;

// A failed load tells whether the node is there; its text goes to the part that asked.
async function attempt(work) {
  try {
    const result = await work();
    if (state.online !== true || state.needsToken) update({ online: true, needsToken: false });
    return result;
  } catch (error) {
    if (error.status === 401) update({ online: true, needsToken: true });
    else if (error.offline) update({ online: false });
    throw error;
  }
}

export async function loadNode() {
  try {
    const [node, runtime, version, repo] = await attempt(() =>
      Promise.all([
        api.get("/ipfs/id"),
        api.get("/runtime/info"),
        api.get("/ipfs/version"),
        api.get("/repo/stat"),
      ]),
    );
    update({ node, runtime, version, repo, nodeError: null });
  } catch (error) {
    update({ nodeError: error.message });
  }
}

export async function loadPins(page = state.pins.page) {
  const cursors = state.pins.cursors;
  update({ pins: { ...state.pins, loading: true } });
  try {
    const answer = await attempt(() =>
      api.get("/pin/ls", { type: "recursive", limit: PAGE, cursor: cursors[page] }),
    );
    const items = answer.items ?? [];
    if (items.length === 0 && page > 0) return loadPins(page - 1);
    const next = answer.next_cursor ?? null;
    const known = cursors.slice(0, page + 1);
    if (next) known.push(next);
    update({ pins: { items, cursors: known, page, next, loading: false, error: null } });
    loadFacts(items);
  } catch (error) {
    update({ pins: { ...state.pins, loading: false, error: error.message } });
  }
}

// Kind and size of the pins on the page, four at a time; what cannot be told stays blank.
async function loadFacts(items) {
  const wanted = items.map((pin) => pin.cid).filter((cid) => !state.pinFacts.has(cid));
  const facts = new Map(items.filter((pin) => state.pinFacts.has(pin.cid)).map((pin) => [pin.cid, state.pinFacts.get(pin.cid)]));
  const work = async () => {
    for (let cid = wanted.shift(); cid; cid = wanted.shift()) {
      try {
        const stat = await api.get(`/ipfs/stat/${cid}`);
        facts.set(cid, { type: stat.type, size: stat.type === "directory" ? stat.cumulative_size : stat.size });
      } catch (error) {
        facts.set(cid, { error: error.message });
      }
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  update({ pinFacts: facts });
}

export async function loadOperations() {
  try {
    const answer = await attempt(() => api.get("/admin/operations", { state: "all" }));
    update({ operations: { items: answer.items ?? [], error: null, loaded: true } });
  } catch (error) {
    update({ operations: { ...state.operations, error: error.message, loaded: true } });
  }
}

export async function loadTasks() {
  try {
    const answer = await api.get("/runtime/tasks");
    update({ tasks: answer.items ?? [] });
  } catch (error) {
    update({ tasks: { error: error.message } });
  }
}

export async function cancelTask(task) {
  const what = task.operation ? `It works for operation ${task.operation}.` : "It works for no operation: if it is a service of the node, the node stops.";
  const reason = prompt(`Cancel task ${task.id} "${task.name}" and all below it?\n${what}\n\nReason:`, "cancelled in the dashboard");
  if (reason === null) return;
  try {
    await api.remove(`/runtime/tasks/${task.id}`, { reason });
    say(`Task ${task.name} was asked to end`);
  } catch (error) {
    say(`Could not cancel task ${task.name}: ${error.message}`);
  }
  loadTasks();
}

export async function cancelOperation(operation) {
  try {
    await api.remove(`/admin/operations/${operation.id}`, { reason: "cancelled in the dashboard" });
    say(`${operation.operation} was cancelled`);
  } catch (error) {
    say(`Could not cancel ${operation.operation}: ${error.message}`);
  }
  loadOperations();
}

export async function unpin(pin) {
  const name = pin.name || pin.cid;
  if (!confirm(`Unpin ${name}?\n\nIts blocks may then be removed when space is reclaimed.`)) return;
  try {
    await api.post("/pin/rm", { path: pin.cid, recursive: pin.type !== "direct" });
    say(`${name} is no longer pinned`);
  } catch (error) {
    say(`Could not unpin ${name}: ${error.message}`);
  }
  loadPins();
  loadNode();
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    say("The browser did not allow copying");
  }
}

export const gatewayUrl = (path) => {
  const base = state.runtime?.gateway_url;
  return base ? `${base.replace(/\/$/, "")}/ipfs/${api.escapePath(path)}` : null;
};

// ---- adding: one item after the other ----
let lastUpload = 0;
let sending = false;

export function add(items) {
  let chosen = items.filter((item) => item.entries.length > 0);
  if (chosen.length === 0) {
    say("There was nothing to add");
    return;
  }
  if (state.options.wrap) {
    chosen = [{ name: chosen.length === 1 ? chosen[0].name : "added together", entries: chosen.flatMap((item) => item.entries) }];
  }
  const uploads = chosen.map((item) => ({
    id: ++lastUpload,
    item,
    name: item.name,
    files: item.entries.length,
    size: sizeOf(item),
    options: { ...state.options },
    phase: "waiting",
    sent: 0,
    stop: new AbortController(),
  }));
  update({ uploads: [...uploads, ...state.uploads].slice(0, 50), spoken: `Adding ${uploads.length === 1 ? uploads[0].name : `${uploads.length} items`}` });
  sendNext();
}

function change(id, patch) {
  update({ uploads: state.uploads.map((one) => (one.id === id ? { ...one, ...patch } : one)) });
}

async function sendNext() {
  if (sending) return;
  const next = state.uploads.findLast((one) => one.phase === "waiting");
  if (!next) return;
  sending = true;
  const operation = newId();
  change(next.id, { phase: "sending" });
  try {
    const result = await upload(next.item, operation, next.options, (news) => change(next.id, news), next.stop.signal);
    change(next.id, { phase: "done", result, item: null });
    say(`Added ${next.name}`);
    loadPins(0);
    loadNode();
  } catch (error) {
    const cancelled = error.name === "AbortError" || error.problem?.code === "cancelled" || (await wasCancelled(operation));
    change(next.id, { phase: cancelled ? "cancelled" : "failed", error: error.message });
    say(cancelled ? `Adding ${next.name} was cancelled` : `Adding ${next.name} failed`);
  }
  sending = false;
  sendNext();
}

// randomUUID needs a secure context, which a node in the local network is not.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Whether somebody cancelled the operation, at whatever door.
async function wasCancelled(operation) {
  try {
    return ["cancelled", "cancelling"].includes((await api.get(`/admin/operations/${operation}`)).state);
  } catch {
    return false;
  }
}

export function cancelUpload(one) {
  one.stop.abort();
  if (one.phase === "waiting") change(one.id, { phase: "cancelled" });
}

export function retryUpload(one) {
  change(one.id, { phase: "waiting", error: null, sent: 0, stored: null, stop: new AbortController() });
  sendNext();
}

export function dismissUpload(one) {
  update({ uploads: state.uploads.filter((other) => other.id !== one.id) });
}

export function useToken(token) {
  api.setToken(token);
  loadAll();
}

export function loadAll() {
  loadNode();
  loadPins();
  loadOperations();
}

// ---- polling: often while something runs, rarely while hidden or offline ----
export function keepFresh() {
  let turn = 0;
  const next = async () => {
    if (!document.hidden) {
      await loadOperations();
      if (turn % 10 === 0) await loadNode();
      if (state.online && state.pins.error) await loadPins();
      turn++;
    }
    setTimeout(next, document.hidden || state.online === false ? 5000 : sending ? 700 : 1500);
  };
  next();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) loadAll();
  });
}
