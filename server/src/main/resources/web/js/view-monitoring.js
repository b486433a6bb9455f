// The page "Monitoring": charts of the last ten minutes, and the live task tree.
import { h, Component } from "./preact.js";
import { CHARTS, STORAGE_CHARTS } from "./charts.js";
import { EVERY_MS, History, sample } from "./metrics.js";
import { state } from "./store.js";
import { theme } from "./theme.js";
import { card, failure } from "./view-parts.js";
import { TasksView } from "./view-tasks.js";

const HEIGHT = 130;
const COLOURS = ["--line-1", "--line-2", "--line-3", "--line-4", "--line-5", "--line-6"];

// Kept while the page is open, also when another view is shown.
const history = new History();
let plotting = null;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function show(value, unit) {
  if (value === null || value === undefined) return "–";
  const text = value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
  return unit.startsWith("/") || unit === "" ? text + unit : `${text} ${unit}`;
}

class Chart extends Component {
  componentDidMount() {
    this.draw();
    this.observer = new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height: HEIGHT }));
    this.observer.observe(this.place);
  }

  componentDidUpdate() {
    this.draw();
  }

  componentWillUnmount() {
    this.observer.disconnect();
    this.plot?.destroy();
  }

  width() {
    return Math.max(120, this.place.clientWidth);
  }

  // A plot has fixed lines: other lines, or another theme, make a new one.
  draw() {
    const { chart, told, uPlot } = this.props;
    const shape = `${theme()} ${told.lines.join("|")}`;
    if (!uPlot || told.lines.length === 0) {
      this.plot?.destroy();
      this.plot = null;
      return;
    }
    if (this.plot && this.shape === shape) {
      this.plot.setData(told.columns);
      return;
    }
    this.plot?.destroy();
    this.shape = shape;
    const axis = { stroke: colour("--text-soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    this.plot = new uPlot(
      {
        width: this.width(),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high > 0 ? high : 1) * 1.1] } },
        axes: [{ ...axis, space: 70 }, { ...axis, size: 52, space: 28, values: (_, ticks) => ticks.map((tick) => show(tick, "")) }],
        series: [{}, ...told.lines.map((label, i) => ({ label, stroke: colour(COLOURS[i % COLOURS.length]), width: 1.75, points: { show: false }, spanGaps: false }))],
      },
      told.columns,
      this.place,
    );
  }

  render() {
    const { chart, told } = this.props;
    const latest = told.lines.map((line, i) => [line, told.columns[i + 1].at(-1)]);
    const spoken = latest.map(([line, value]) => `${line} ${show(value, chart.unit)}`).join(", ");
    return h(
      "figure",
      { class: "chart", "data-chart": chart.id },
      h(
        "figcaption",
        null,
        h("h3", null, chart.title),
        h(
          "ul",
          { class: "small" },
          latest.map(([line, value], i) => h("li", { key: line }, h("span", { class: `swatch line-${(i % COLOURS.length) + 1}`, "aria-hidden": "true" }), line === "all" ? "" : `${line} `, h("strong", { class: "number" }, show(value, chart.unit)))),
        ),
      ),
      told.lines.length === 0 && h("p", { class: "small soft" }, history.times.length === 0 ? "Reading…" : (chart.absent ?? "Nothing happened lately.")),
      h("div", { class: "plot", role: "img", "aria-label": `${chart.title}, last ten minutes; now ${spoken || "nothing"}`, ref: (place) => (this.place = place) }),
    );
  }
}

const charts = (list, uPlot) => h("div", { class: "charts" }, list.map((chart) => h(Chart, { key: chart.id, chart, uPlot, told: history.columns(chart) })));

export class MonitoringView extends Component {
  state = { uPlot: null, error: null, plotError: null, turn: 0 };

  componentDidMount() {
    plotting ??= import("../vendor/uPlot.esm.js");
    plotting.then(
      (module) => this.setState({ uPlot: module.default, plotError: null }),
      () => {
        plotting = null;
        this.setState({ plotError: "The charts could not be loaded: reload this page." });
      },
    );
    const look = async () => {
      if (!document.hidden) {
        try {
          await sample(history);
          this.setState({ error: null, turn: this.state.turn + 1 });
        } catch (error) {
          this.setState({ error: error.message });
        }
      }
      if (!this.gone) this.timer = setTimeout(look, EVERY_MS);
    };
    look();
  }

  componentWillUnmount() {
    this.gone = true;
    clearTimeout(this.timer);
  }

  render() {
    const { uPlot, error, plotError } = this.state;
    const engine = state.runtime?.engine;
    return h(
      "div",
      { class: "column wide" },
      card(
        "charts-title",
        engine ? `On ${engine}` : "Charts",
        h("span", { class: "small soft" }, "last ten minutes, every two seconds"),
        error && failure(`The numbers could not be read: ${error}`),
        plotError && failure(plotError),
        charts(CHARTS, uPlot),
      ),
      card("storage-title", "Storage", h("span", { class: "small soft" }, "repository log and block store"), charts(STORAGE_CHARTS, uPlot)),
      h(TasksView),
    );
  }
}
