// Small pieces that several views use.
import { h } from "./preact.js";
import { copy } from "./actions.js";
import { shortId } from "./format.js";

const PATHS = {
  copy: "M9 9h10v11H9zM5 15V4h10",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  close: "M6 6l12 12M18 6 6 18",
  upload: "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
};

export const icon = (name, props = {}) =>
  h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", ...props }, h("path", { d: PATHS[name] }));

export const button = (props, ...children) =>
  h("button", { type: "button", ...props, class: `button ${props.class ?? ""}` }, ...children);

export const copyButton = (text, what) =>
  button({ class: "quiet icon", onClick: () => copy(text), "aria-label": `Copy ${what}`, title: `Copy ${what}` }, icon("copy"));

export const cid = (value, what = "CID") =>
  h("span", { class: "cid" }, h("code", { title: value }, shortId(value)), copyButton(value, what));

export const failure = (message, retry) =>
  h("div", { class: "notice bad", role: "alert" }, h("p", null, message), retry && button({ onClick: retry }, "Try again"));

export const empty = (title, text) => h("p", { class: "empty" }, h("strong", null, title), text);

export function card(id, title, tools, ...children) {
  return h(
    "section",
    { class: "card", "aria-labelledby": id },
    h("header", null, h("h2", { id }, title), tools),
    ...children,
  );
}

export const bar = (label, done, total) =>
  h("progress", { "aria-label": label, ...(total > 0 ? { max: total, value: Math.min(done, total) } : {}) });
