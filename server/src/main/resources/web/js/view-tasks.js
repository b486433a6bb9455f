// The live task tree: what each task is and waits for, expandable, filtered, each with a cancel button.
import { h, Component } from "./preact.js";
import { cancelTask, loadTasks } from "./actions.js";
import { duration, milliseconds } from "./format.js";
import { state } from "./store.js";
import { button, card, empty, failure } from "./view-parts.js";

const EVERY_MS = 2000;
const ROWS_MAX = 400;
const OPEN_MAX = 150; // with more tasks than that, branches begin closed

const matches = (task, words) => {
  const text = [task.id, task.name, task.state, task.waiting_for, task.cancel_reason, task.operation].filter((part) => part !== undefined).join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
};

// Parent to children, and for a filter the tasks to show: those that match, and all above them.
function arrange(tasks, filter) {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const below = new Map();
  for (const task of tasks) {
    const parent = byId.has(task.parent) && task.parent !== task.id ? task.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), task]);
  }
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { below, shown: null };
  const shown = new Set();
  for (const task of tasks) {
    if (!matches(task, words)) continue;
    for (let at = task; at && !shown.has(at.id); at = byId.get(at.parent)) shown.add(at.id);
  }
  return { below, shown };
}

const chip = (kind, text) => h("span", { class: `chip ${kind}` }, text);

function facts(task) {
  const left = milliseconds(task.deadline);
  return h(
    "span",
    { class: "task-facts small" },
    task.cancel_reason ? chip("bad", `cancelled: ${task.cancel_reason}`) : task.waiting_for ? chip("", `waits for ${task.waiting_for}`) : chip("good", "running"),
    h("span", { class: "soft" }, `age ${duration(task.age_ms ?? 0)}`),
    left !== null && h("span", { class: "soft" }, left > 0 ? `deadline in ${duration(left)}` : "deadline passed"),
    h("span", { class: "soft" }, `scope ${task.scope}`),
    task.shielded && chip("", "shielded"),
    task.operation && h("code", { class: "soft", title: "operation" }, task.operation.slice(0, 8)),
  );
}

export class TasksView extends Component {
  state = { filter: "", toggled: new Set() };

  componentDidMount() {
    loadTasks();
    this.timer = setInterval(() => !document.hidden && loadTasks(), EVERY_MS);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  toggle(id) {
    const toggled = new Set(this.state.toggled);
    if (!toggled.delete(id)) toggled.add(id);
    this.setState({ toggled });
  }

  branch(parent, tree, count) {
    const { below, shown, openByDefault } = tree;
    const children = (below.get(parent) ?? []).filter((task) => !shown || shown.has(task.id));
    if (children.length === 0) return null;
    const items = [];
    for (const task of children) {
      if (count.rows >= ROWS_MAX) {
        count.left = true;
        break;
      }
      count.rows++;
      const inner = (below.get(task.id) ?? []).filter((child) => !shown || shown.has(child.id));
      const open = shown !== null || openByDefault !== this.state.toggled.has(task.id);
      items.push(
        h(
          "li",
          { key: task.id },
          h(
            "div",
            { class: "task" },
            inner.length > 0
              ? button({ class: "quiet icon twist", "aria-expanded": String(open), "aria-label": `${open ? "Close" : "Open"} what ${task.name} forked: ${inner.length}`, onClick: () => this.toggle(task.id), disabled: shown !== null }, open ? "▾" : "▸")
              : h("span", { class: "twist", "aria-hidden": "true" }),
            h("span", { class: "task-name" }, h("span", { class: "soft number" }, `#${task.id} `), task.name),
            facts(task),
            button({ class: "quiet danger", disabled: Boolean(task.cancel_reason) || task.parent === 0, onClick: () => cancelTask(task), "aria-label": `Cancel task ${task.id} ${task.name}`, title: task.parent === 0 ? "The root of the run: stop the node instead" : undefined }, task.cancel_reason ? "Cancelling" : "Cancel"),
          ),
          task.stack && h("details", { class: "stack" }, h("summary", null, "Does not end: where it stands"), h("pre", null, task.stack.join("\n"))),
          open && this.branch(task.id, tree, count),
        ),
      );
    }
    return h("ul", null, items);
  }

  render() {
    const tasks = state.tasks;
    const filter = h(
      "form",
      { class: "field", role: "search", onSubmit: (event) => event.preventDefault() },
      h("label", { class: "visually-hidden", for: "task-filter" }, "Show only tasks with these words"),
      h("input", { id: "task-filter", placeholder: "Filter by name, wait, reason, operation", autocomplete: "off", spellcheck: false, value: this.state.filter, onInput: (event) => this.setState({ filter: event.target.value }) }),
    );
    let body;
    if (!tasks) body = h("p", { class: "soft" }, "Reading the tasks…");
    else if (tasks.error) body = failure(`The tasks could not be read: ${tasks.error}`, loadTasks);
    else {
      const tree = { ...arrange(tasks, this.state.filter), openByDefault: tasks.length <= OPEN_MAX };
      const count = { rows: 0, left: false };
      const list = this.branch(null, tree, count);
      body = h(
        "div",
        null,
        h("p", { class: "small soft", role: "status" }, tree.shown ? `${tree.shown.size} of ${tasks.length} live tasks` : `${tasks.length} live tasks`),
        list ? h("div", { class: "tasks", role: "group", "aria-label": "Live tasks" }, list) : empty("No task has these words", "The filter looks at names, waits, reasons and operations."),
        count.left && h("p", { class: "notice" }, `Only the first ${ROWS_MAX} are shown: filter, or close branches.`),
      );
    }
    return card("tasks-title", "Live task tree", filter, body);
  }
}
