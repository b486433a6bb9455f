// What runs now, with a cancel button each, and what ended lately.
import { h } from "./preact.js";
import { cancelOperation } from "./actions.js";
import { bytes, number, since } from "./format.js";
import { state } from "./store.js";
import { bar, button, card, empty, failure } from "./view-parts.js";

// What this page itself asks for all the time.
const OWN = new Set(["admin.operations", "admin.operation", "ipfs.id", "ipfs.version", "runtime.info", "runtime.tasks", "repo.stat", "pin.ls", "ipfs.stat", "admin.health"]);
const RECENT = 5;

const isLive = (operation) => operation.state === "running" || operation.state === "cancelling";

function amount(progress) {
  const show = (value) => (progress.unit === "bytes" ? bytes(value) : `${number(value)} ${progress.unit}`);
  return progress.total > 0 ? `${show(progress.done)} of ${show(progress.total)}` : show(progress.done);
}

function running(operation) {
  const progress = operation.progress;
  return h(
    "li",
    { class: "operation", key: operation.id },
    h(
      "div",
      { class: "head" },
      h(
        "div",
        null,
        h("h3", null, operation.operation),
        h("p", { class: "small soft" }, `by ${operation.door}, for ${since(operation.started_at)}`),
      ),
      button({ class: "danger", disabled: operation.state === "cancelling", onClick: () => cancelOperation(operation), "aria-label": `${operation.state === "cancelling" ? "Cancelling" : "Cancel"} ${operation.operation}, started ${since(operation.started_at)} ago` }, operation.state === "cancelling" ? "Cancelling" : "Cancel"),
    ),
    bar(`Progress of ${operation.operation}`, progress?.done ?? 0, progress?.total ?? -1),
    progress && h("p", { class: "small soft" }, `${progress.phase}: ${amount(progress)}${progress.item ? `, ${progress.item}` : ""}`),
  );
}

function ended(operation) {
  const bad = operation.failure && operation.state === "failed";
  return h(
    "li",
    { class: "operation ended", key: operation.id },
    h(
      "div",
      { class: "head" },
      h(
        "div",
        null,
        h("h3", null, operation.operation),
        h("p", { class: "small soft" }, [`by ${operation.door}`, `${since(operation.ended_at ?? operation.started_at)} ago`, operation.progress && amount(operation.progress)].filter(Boolean).join(", ")),
        bad && h("p", { class: "small" }, operation.failure.message),
      ),
      h("span", { class: `small ${bad ? "state-bad" : "soft"}` }, operation.state ?? "ended"),
    ),
  );
}

export function OperationsView() {
  const { items, error, loaded } = state.operations;
  const shown = items.filter((operation) => !OWN.has(operation.operation));
  const live = shown.filter(isLive);
  const past = shown.filter((operation) => !isLive(operation)).sort((a, b) => Date.parse(b.started_at) - Date.parse(a.started_at)).slice(0, RECENT);
  let body;
  if (error && shown.length === 0) body = failure(`The operations could not be read: ${error}`);
  else if (!loaded) body = h("p", { class: "soft" }, "Reading the operations…");
  else if (live.length === 0) body = empty("Nothing runs now", "Work of every door shows up here while it runs.");
  else body = h("ul", { class: "operations" }, live.map(running));
  return card(
    "operations-title",
    "Operations",
    null,
    body,
    past.length > 0 && h("h3", { class: "subhead" }, "Ended lately"),
    past.length > 0 && h("ul", { class: "operations" }, past.map(ended)),
    h("p", { class: "small more" }, h("a", { href: "#monitoring" }, "Charts and the live task tree")),
  );
}
