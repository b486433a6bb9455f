// The dashboard: a frame around the views, drawn anew whenever the state changes.
import { h, render, Component } from "./preact.js";
import { keepFresh, loadAll, loadPins, useToken } from "./actions.js";
import { state, subscribe } from "./store.js";
import { followSystem, theme, toggleTheme } from "./theme.js";
import { AddView } from "./view-add.js";
import { ContentView } from "./view-content.js";
import { MonitoringView } from "./view-monitoring.js";
import { NodeView } from "./view-node.js";
import { OperationsView } from "./view-operations.js";
import { button, icon } from "./view-parts.js";
import { PreviewView } from "./view-preview.js";

// A file dropped beside the zone must not replace the page; leaving it would end what is being sent.
function guardPage() {
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => {
    if (state.uploads.some((one) => one.phase === "sending" || one.phase === "waiting")) event.preventDefault();
  });
}

class App extends Component {
  componentDidMount() {
    subscribe(() => this.setState({}));
    followSystem(() => this.setState({}));
    addEventListener("hashchange", () => this.setState({}));
    loadPins();
    keepFresh();
    guardPage();
  }

  render() {
    return [
      h("a", { class: "skip", href: "#main" }, "Skip to the content"),
      this.top(),
      h(
        "main",
        { class: "frame", id: "main", tabIndex: -1 },
        state.online === false && offline(),
        state.needsToken && tokenForm(),
        ...(isMonitoring() ? [h(MonitoringView)] : [h("div", { class: "column" }, h(AddView), h(ContentView)), h("div", { class: "column" }, h(OperationsView), h(NodeView))]),
      ),
      bottom(),
      h("div", { class: "toasts", "aria-hidden": "true" }, state.toasts.map((toast) => h("p", { class: "toast", key: toast.id }, toast.text))),
      h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" }, state.spoken),
      state.preview && h(PreviewView),
    ];
  }

  top() {
    const word = state.online === null ? "Connecting" : state.online ? "Online" : "Offline";
    const dark = theme() === "dark";
    const toggle = () => {
      toggleTheme();
      this.setState({});
    };
    return h(
      "header",
      { class: "top" },
      h(
        "div",
        { class: "frame" },
        h("div", { class: "brand" }, h("img", { src: "/icon.svg", alt: "" }), h("h1", null, "ipfs-kit")),
        h("nav", { class: "tabs", "aria-label": "Pages" }, tab("#content", "Content", !isMonitoring()), tab("#monitoring", "Monitoring", isMonitoring())),
        h("span", { class: `pill ${word.toLowerCase()}`, role: "status" }, word),
        button({ class: "quiet icon", onClick: toggle, "aria-label": dark ? "Use the light theme" : "Use the dark theme" }, icon(dark ? "sun" : "moon")),
      ),
    );
  }
}

const isMonitoring = () => location.hash === "#monitoring";

const tab = (href, text, isHere) => h("a", { href, ...(isHere ? { "aria-current": "page" } : {}) }, text);

const offline = () =>
  h(
    "div",
    { class: "notice warn wide", role: "alert" },
    h("p", null, h("strong", null, "The node does not answer. "), "What you see may be out of date. This page tries again every few seconds."),
    button({ onClick: loadAll }, "Try now"),
  );

const tokenForm = () =>
  h(
    "form",
    {
      class: "notice token wide",
      onSubmit: (event) => {
        event.preventDefault();
        useToken(event.target.elements.token.value);
      },
    },
    h("p", null, h("label", { for: "token" }, "This node asks for its access token")),
    h("div", { class: "field" }, h("input", { id: "token", name: "token", type: "password", autocomplete: "off", required: true }), h("button", { class: "button primary", type: "submit" }, "Use it")),
    h("p", { class: "small soft" }, "It is kept in this tab only."),
  );

const bottom = () =>
  h(
    "footer",
    { class: "bottom" },
    h(
      "div",
      { class: "frame" },
      h(
        "ul",
        null,
        h("li", null, state.version ? `ipfs-kit ${state.version.version}` : "ipfs-kit"),
        h("li", null, h("a", { href: "/openapi.json" }, "OpenAPI")),
        h("li", null, h("a", { href: "/api/v1/admin/health" }, "Health")),
        h("li", null, h("a", { href: "/metrics" }, "Metrics")),
      ),
    ),
  );

const root = document.getElementById("app");
root.replaceChildren();
render(h(App), root);
