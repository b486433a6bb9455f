// Who this node is and where it listens.
import { h } from "./preact.js";
import { loadNode } from "./actions.js";
import { duration, milliseconds } from "./format.js";
import { state } from "./store.js";
import { card, copyButton, failure } from "./view-parts.js";

const fact = (label, ...values) =>
  h("div", null, h("dt", null, label), values.map((value) => h("dd", null, value)));

const code = (value, what) => h("span", { class: "cid" }, h("code", { title: value }, value), copyButton(value, what));

export function NodeView() {
  const { node, runtime, version, repo } = state;
  if (!node) {
    return card("node-title", "Node", null, state.nodeError ? failure(`The node could not be read: ${state.nodeError}`, loadNode) : h("p", { class: "soft" }, "Reading the node…"));
  }
  const addresses = node.addresses ?? [];
  const gateway = runtime?.gateway_url;
  const uptime = milliseconds(runtime?.uptime);
  return card(
    "node-title",
    "Node",
    null,
    h(
      "dl",
      { class: "facts" },
      fact("Peer id", code(node.peer_id, "peer id")),
      fact("Addresses", ...(addresses.length > 0 ? addresses.map((address) => code(address, "address")) : [h("span", { class: "soft" }, "none: this node does not listen for peers")])),
      gateway && fact("Gateway", code(gateway, "gateway address")),
      fact("Agent", node.agent_version ?? version?.version),
      runtime && fact("Runs on", runtime.engine ?? runtime.backend, ...(runtime.java ? [`Java ${runtime.java}`] : [])),
      uptime !== null && fact("Up for", duration(uptime)),
      repo?.path && fact("Data directory", h("code", null, repo.path)),
    ),
  );
}
