// What is stored, and the pins, page by page.
import { h, Fragment } from "./preact.js";
import { gatewayUrl, loadPins, unpin } from "./actions.js";
import { bytes, number } from "./format.js";
import { normalize, openPreview } from "./preview.js";
import { say, state } from "./store.js";
import { button, card, cid, empty, failure } from "./view-parts.js";

const figure = (label, value) => h("div", null, h("dt", null, label), h("dd", null, value));

function figures(repo) {
  if (!repo) return null;
  return h(
    "dl",
    { class: "figures" },
    figure("Pinned", number(repo.pins)),
    figure("Stored", bytes(repo.bytes)),
    figure("Blocks", number(repo.blocks)),
    figure("Free on disk", bytes(repo.free_bytes)),
  );
}

function look(event) {
  event.preventDefault();
  const path = normalize(event.target.elements.path.value);
  if (path) openPreview(path);
  else say("Type a CID or a path like CID/folder/file");
}

const finder = () =>
  h(
    "form",
    { class: "field", onSubmit: look, role: "search" },
    h("label", { class: "visually-hidden", for: "find" }, "CID or path to look at"),
    h("input", { id: "find", name: "path", placeholder: "CID or path", autocomplete: "off", spellcheck: false }),
    h("button", { class: "button", type: "submit" }, "Preview"),
  );

const kindWord = (type) => (type === "directory" ? "folder" : (type ?? "…"));

function row(pin) {
  const name = pin.name || "unnamed";
  const facts = state.pinFacts.get(pin.cid);
  const link = gatewayUrl(pin.cid);
  const about = pin.name || pin.cid;
  return h(
    "tr",
    { key: pin.cid },
    h("td", null, h("span", { class: pin.name ? "name" : "soft" }, name)),
    h("td", { "data-label": "CID" }, cid(pin.cid, `CID of ${about}`)),
    h("td", { "data-label": "Kind", class: "soft kind" }, facts?.error ? "unreadable" : kindWord(facts?.type)),
    h("td", { "data-label": "Size", class: "number" }, facts?.size === undefined ? "" : bytes(facts.size)),
    h(
      "td",
      null,
      h(
        "span",
        { class: "actions" },
        button({ class: "quiet", onClick: () => openPreview(pin.cid), "aria-label": `Preview ${about}` }, "Preview"),
        link && h("a", { class: "button quiet", href: link, target: "_blank", rel: "noopener noreferrer", "aria-label": `Open ${about} in a new tab` }, "Open"),
        button({ class: "quiet danger", onClick: () => unpin(pin), "aria-label": `Unpin ${about}` }, "Unpin"),
      ),
    ),
  );
}

function table(pins) {
  const head = (label) => h("th", { scope: "col" }, label);
  return h(
    Fragment,
    null,
    h(
      "table",
      { "aria-busy": pins.loading ? "true" : "false" },
      h("caption", { class: "visually-hidden" }, "Pinned content"),
      h("thead", null, h("tr", null, head("Name"), head("CID"), head("Kind"), head("Size"), head(h("span", { class: "visually-hidden" }, "Actions")))),
      h("tbody", null, pins.items.map(row)),
    ),
    (pins.page > 0 || pins.next) &&
      h(
        "nav",
        { class: "pages", "aria-label": "Pages of pins" },
        button({ disabled: pins.page === 0, onClick: () => loadPins(pins.page - 1) }, "Previous"),
        h("span", { class: "soft small" }, `Page ${pins.page + 1}`),
        button({ disabled: !pins.next, onClick: () => loadPins(pins.page + 1) }, "Next"),
      ),
  );
}

export function ContentView() {
  const pins = state.pins;
  let body;
  if (pins.error) body = failure(`The pins could not be read: ${pins.error}`, () => loadPins());
  else if (pins.items.length > 0) body = table(pins);
  else if (pins.loading) body = h("p", { class: "soft" }, "Reading the pins…");
  else body = empty("Nothing is pinned yet", "Add a file above; pinned content is kept until you unpin it.");
  return card("content-title", "Content", finder(), figures(state.repo), body);
}
