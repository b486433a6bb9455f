// The dialog that shows what is behind a path.
import { h, Component } from "./preact.js";
import { copy, gatewayUrl } from "./actions.js";
import { bytes, shortId } from "./format.js";
import { closePreview, openPreview } from "./preview.js";
import { state } from "./store.js";
import { button, cid, empty, failure, icon } from "./view-parts.js";

export class PreviewView extends Component {
  componentDidMount() {
    this.dialog.showModal();
  }

  render() {
    const preview = state.preview;
    const link = gatewayUrl(preview.path);
    return h(
      "dialog",
      {
        ref: (dialog) => (this.dialog = dialog),
        "aria-labelledby": "preview-title",
        onClose: closePreview,
        onClick: (event) => event.target === this.dialog && this.dialog.close(),
      },
      h(
        "div",
        { class: "sheet" },
        h(
          "header",
          null,
          h("h2", { id: "preview-title" }, title(preview.path)),
          link && h("a", { class: "button", href: link, target: "_blank", rel: "noopener noreferrer" }, "Open"),
          link && button({ onClick: () => copy(link) }, "Copy link"),
          button({ class: "icon", onClick: () => this.dialog.close(), "aria-label": "Close" }, icon("close")),
        ),
        h("div", { class: "inside", tabIndex: 0, role: "group", "aria-label": "Content", "aria-busy": preview.loading ? "true" : "false" }, crumbs(preview.path), inside(preview, link)),
      ),
    );
  }
}

const title = (path) => {
  const parts = path.split("/");
  return parts.length === 1 ? shortId(path) : parts.at(-1);
};

function crumbs(path) {
  const parts = path.split("/");
  if (parts.length === 1) return null;
  return h(
    "nav",
    { class: "crumbs", "aria-label": "Path" },
    parts.slice(0, -1).map((part, at) => [
      button({ class: "quiet", onClick: () => openPreview(parts.slice(0, at + 1).join("/")) }, at === 0 ? shortId(part) : part),
      h("span", { class: "soft", "aria-hidden": "true" }, "/"),
    ]),
    h("span", { "aria-current": "page" }, parts.at(-1)),
  );
}

function inside(preview, link) {
  if (preview.loading) return h("p", { class: "soft", role: "status" }, "Reading…");
  if (preview.error) return failure(preview.error, () => openPreview(preview.path));
  const stat = preview.stat;
  const facts = h("p", { class: "soft small" }, `${stat.type === "directory" ? "folder" : stat.type}, ${bytes(stat.type === "directory" ? stat.cumulative_size : stat.size)} · `, cid(stat.cid));
  return [facts, preview.entries ? listing(preview) : content(preview, link)];
}

function listing({ path, entries, more }) {
  if (entries.length === 0) return empty("This folder is empty", "");
  return [
    h(
      "table",
      null,
      h("caption", { class: "visually-hidden" }, "Entries of this folder"),
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Size"))),
      h(
        "tbody",
        null,
        entries.map((entry) =>
          h(
            "tr",
            { key: entry.name },
            h("td", null, button({ class: "quiet", onClick: () => openPreview(`${path}/${entry.name}`) }, entry.type === "directory" ? `${entry.name}/` : entry.name)),
            h("td", { class: "number", "data-label": "Size" }, entry.type === "directory" ? "" : bytes(entry.size)),
          ),
        ),
      ),
    ),
    more && h("p", { class: "soft small" }, "The first 200 entries are shown. The gateway shows all."),
  ];
}

function content(preview, link) {
  const name = title(preview.path);
  if (preview.kind === "text" || preview.kind === "bytes") {
    return [
      preview.text === "" ? empty("This file is empty", "") : h("pre", null, preview.text),
      preview.cut && h("p", { class: "soft small" }, "Only the beginning is shown."),
    ];
  }
  if (!link) return h("p", { class: "notice" }, "The gateway is off, so this cannot be shown here.");
  if (preview.kind === "image") return h("img", { src: link, alt: name });
  return h(preview.kind, { src: link, controls: true, "aria-label": name });
}
