// The state of the page, in one place. Views read it, actions change it.
const subscribers = new Set();

export const state = {
  online: null, // null: not known yet
  needsToken: false,
  node: null, // ipfs.id
  runtime: null, // runtime.info
  version: null,
  repo: null, // repo.stat
  pins: { items: [], cursors: [""], page: 0, next: null, loading: true, error: null },
  pinFacts: new Map(), // cid -> { type, size } of the pins on this page
  uploads: [],
  options: { pin: true, wrap: false },
  operations: { items: [], error: null, loaded: false },
  tasks: null,
  preview: null,
  toasts: [],
  spoken: "",
};

export function update(patch) {
  Object.assign(state, patch);
  subscribers.forEach((changed) => changed());
}

export function subscribe(changed) {
  subscribers.add(changed);
}

let lastToast = 0;

// Shows a line for a while and has it read out.
export function say(text) {
  const id = ++lastToast;
  update({ toasts: [...state.toasts, { id, text }].slice(-3), spoken: text });
  setTimeout(() => update({ toasts: state.toasts.filter((toast) => toast.id !== id) }), 5000);
}
