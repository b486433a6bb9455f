// The REST API of the node. Every failure is an ApiError that says what happened; `offline` is true
// when no answer came at all.
const BASE = "/api/v1";
const TOKEN = "ipfs-kit-token";

export class ApiError extends Error {
  constructor(message, { status = 0, problem = null } = {}) {
    super(message);
    this.status = status;
    this.problem = problem;
    this.offline = status === 0;
  }
}

export function setToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function headers(extra = {}) {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { ...extra, Authorization: `Bearer ${token}` } : extra;
}

export function url(path, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, value);
  }
  const text = parameters.toString();
  return BASE + path + (text ? `?${text}` : "");
}

// A content path as part of a URL: slashes stay, all else is escaped.
export const escapePath = (path) => path.split("/").map(encodeURIComponent).join("/");

export function failureOf(status, text) {
  let problem = null;
  try {
    problem = JSON.parse(text);
  } catch {
    // not from the API itself
  }
  const message = problem?.detail ?? problem?.title ?? `the node answered with status ${status}`;
  return new ApiError(message, { status, problem });
}

async function send(path, { method = "GET", query, body, signal, accept = "application/json" } = {}) {
  let response;
  try {
    response = await fetch(url(path, query), {
      method,
      signal,
      cache: "no-store",
      headers: headers({ Accept: accept, ...(body ? { "Content-Type": "application/json" } : {}) }),
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("the node does not answer");
  }
  if (!response.ok) throw failureOf(response.status, await response.text());
  return response;
}

export async function get(path, query, signal) {
  return (await send(path, { query, signal })).json();
}

export async function post(path, body = {}) {
  return (await send(path, { method: "POST", body })).json();
}

export async function remove(path, query) {
  return (await send(path, { method: "DELETE", query })).json();
}

export async function firstBytes(path, length, signal) {
  const response = await send(`/ipfs/cat/${escapePath(path)}`, {
    query: { length },
    signal,
    accept: "*/*",
  });
  return new Uint8Array(await response.arrayBuffer());
}

// Reads server-sent events out of text that grows.
export class EventReader {
  #seen = 0;
  #emit;

  constructor(emit) {
    this.#emit = emit;
  }

  read(text) {
    for (;;) {
      const end = text.indexOf("\n\n", this.#seen);
      if (end < 0) return;
      this.#event(text.slice(this.#seen, end));
      this.#seen = end + 2;
    }
  }

  #event(block) {
    let name = "message";
    const data = [];
    for (const line of block.split("\n")) {
      if (line.startsWith("event:")) name = line.slice(6).trim();
      else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
    if (data.length > 0) this.#emit(name, JSON.parse(data.join("\n")));
  }
}
