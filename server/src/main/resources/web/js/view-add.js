// Drop zone, pickers, and the list of what is being added.
import { h, Component } from "./preact.js";
import { add, cancelUpload, copy, dismissUpload, gatewayUrl, retryUpload } from "./actions.js";
import { fromDrop, fromPicker } from "./files.js";
import { bytes, number } from "./format.js";
import { openPreview } from "./preview.js";
import { say, state, update } from "./store.js";
import { bar, button, card, cid, icon } from "./view-parts.js";

export class AddView extends Component {
  constructor() {
    super();
    this.state = { over: false };
    this.depth = 0;
  }

  picked(event) {
    add(fromPicker(event.target.files));
    event.target.value = "";
  }

  async dropped(event) {
    event.preventDefault();
    this.depth = 0;
    this.setState({ over: false });
    try {
      add(await fromDrop(event.dataTransfer));
    } catch (error) {
      say(`The dropped files could not be read: ${error.message}`);
    }
  }

  render() {
    const choice = (name, label) =>
      h(
        "label",
        { class: "check" },
        h("input", {
          type: "checkbox",
          checked: state.options[name],
          onChange: (event) => update({ options: { ...state.options, [name]: event.target.checked } }),
        }),
        label,
      );
    return card(
      "add-title",
      "Add files",
      null,
      h(
        "div",
        {
          class: `drop ${this.state.over ? "over" : ""}`,
          onDragEnter: (event) => {
            event.preventDefault();
            this.depth++;
            this.setState({ over: true });
          },
          onDragOver: (event) => event.preventDefault(),
          onDragLeave: () => {
            this.depth--;
            if (this.depth <= 0) this.setState({ over: false });
          },
          onDrop: (event) => this.dropped(event),
        },
        icon("upload", { class: "icon" }),
        h("p", { class: "lead" }, "Drop files or folders here"),
        h(
          "div",
          { class: "buttons" },
          button({ class: "primary", onClick: () => this.files.click() }, "Choose files"),
          button({ onClick: () => this.folder.click() }, "Choose a folder"),
        ),
        h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to add", ref: (input) => (this.files = input), onChange: (event) => this.picked(event) }),
        h("input", { type: "file", webkitdirectory: true, hidden: true, "aria-label": "Folder to add", ref: (input) => (this.folder = input), onChange: (event) => this.picked(event) }),
      ),
      h(
        "div",
        { class: "choices" },
        choice("pin", "Pin, so that it is kept"),
        choice("wrap", "Put everything into one folder"),
      ),
      state.uploads.length > 0 && h("ul", { class: "uploads", "aria-label": "Being added" }, state.uploads.map((one) => h("li", { key: one.id }, entry(one)))),
    );
  }
}

function progressText(one) {
  if (one.phase === "waiting") return "waiting for its turn";
  if (one.stored) return `${one.stored.phase}: ${one.stored.unit === "bytes" ? bytes(one.stored.done) : `${number(one.stored.done)} ${one.stored.unit}`}${one.stored.item ? `, ${one.stored.item}` : ""}`;
  return `${bytes(one.sent)} of ${bytes(one.total ?? one.size)} sent`;
}

function entry(one) {
  const active = one.phase === "sending" || one.phase === "waiting";
  const about = `${number(one.files)} ${one.files === 1 ? "file" : "files"}, ${bytes(one.size)}`;
  return h(
    "div",
    { class: `upload ${one.phase}` },
    h(
      "div",
      { class: "head" },
      h("strong", null, one.name),
      h("span", { class: "soft small number" }, about),
      active
        ? button({ class: "quiet danger", onClick: () => cancelUpload(one), "aria-label": `Cancel adding ${one.name}` }, "Cancel")
        : button({ class: "quiet icon", onClick: () => dismissUpload(one), "aria-label": `Remove ${one.name} from this list` }, icon("close")),
    ),
    active && bar(`Adding ${one.name}`, one.phase === "waiting" ? 0 : one.sent, one.phase === "waiting" ? 1 : one.sent >= (one.total ?? one.size) ? 0 : (one.total ?? one.size)),
    active && h("p", { class: "small soft number" }, progressText(one)),
    one.phase === "failed" && h("p", { class: "state-bad" }, one.error),
    one.phase === "cancelled" && h("p", { class: "soft" }, "Cancelled; nothing was pinned."),
    (one.phase === "failed" || one.phase === "cancelled") && h("div", null, button({ onClick: () => retryUpload(one), "aria-label": `Try again to add ${one.name}` }, "Try again")),
    one.phase === "done" && done(one),
  );
}

function done(one) {
  const link = gatewayUrl(one.result.cid);
  return h(
    "div",
    { class: "head" },
    h("span", { class: "state-good" }, one.result.pinned ? "Added and pinned" : "Added"),
    cid(one.result.cid, `CID of ${one.name}`),
    h(
      "span",
      { class: "actions" },
      button({ class: "quiet", onClick: () => openPreview(one.result.cid), "aria-label": `Preview ${one.name}` }, "Preview"),
      link && h("a", { class: "button quiet", href: link, target: "_blank", rel: "noopener noreferrer", "aria-label": `Open ${one.name} in a new tab` }, "Open"),
      link && button({ class: "quiet", onClick: () => copy(link), "aria-label": `Copy link to ${one.name}` }, "Copy link"),
    ),
  );
}
