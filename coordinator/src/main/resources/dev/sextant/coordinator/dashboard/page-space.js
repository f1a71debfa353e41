// How values depend on parameters.
import { chart, d3, Plot, shades, thin, usefulRange } from "sextant/charts";
import { of, source } from "sextant/data";
import { h, table } from "sextant/dom";
import { count, number, share, value } from "sextant/format";
import { panel } from "sextant/panel";

const MAX_SLICES = 12;
const MAX_AXES = 9;
const BINS = 8;
const SHADES = 8;
const MAX_LINES = 600;

export function spacePage({ study, query, set }) {
  const lines = panel("Parallel coordinates", { study, sql: "trials", wide: true }, async () => {
    const found = await read(study);
    return found.points.length === 0 ? nothing() : parallel(found, query, set, () => lines.refresh());
  });
  return [h("h1", {}, study), h("div.grid", {}, lines,
    panel("Slices", { study, sql: "trials", wide: true }, async () => {
      const found = await read(study);
      return found.points.length === 0 ? nothing() : h("div.grid.small", {},
        found.names.slice(0, MAX_SLICES).map((name) => slice(found, name)));
    }),
    panel("Failures by parameter", { study, sql: "trials" }, async () => failures(await read(study))))];
}

function nothing() {
  return h("p.quiet", {}, "No trial has a value yet.");
}

/** Trials with values, and the parameters that vary, the most important first. */
async function read(study) {
  const [summary, trials, importance] = await Promise.all([
    source.json(of(study)), source.trials(study), source.json(of(study, "importance"))]);
  const rank = new Map(importance.parameters.map((one, i) => [one.parameter, i]));
  const names = Object.keys(summary.space)
    .filter((name) => new Set(trials.map((trial) => value(trial.params[name]))).size > 1)
    .sort((one, other) => (rank.get(one) ?? 1e9) - (rank.get(other) ?? 1e9));
  const points = trials.filter((trial) => trial.feasible_value !== null && trial.state !== "FAILED");
  const domain = usefulRange(points.map((trial) => trial.feasible_value), summary.goal);
  return { summary, trials, names, points, domain };
}

function isNumeric(parameter) {
  return parameter.type === "continuous" || parameter.type === "integer";
}

function slice({ summary, points, domain }, name) {
  const parameter = summary.space[name];
  const used = points.filter((trial) => name in trial.params);
  const y = { label: null, grid: true, domain, clamp: true };
  const tip = (x) => Plot.tip(thin(used), Plot.pointer({ x, y: "feasible_value",
    title: (trial) => `trial ${trial.trial}: ${number(trial.feasible_value)}\n${name} ${value(trial.params[name])}` }));
  const marks = (x) => [
    Plot.dot(thin(used), { x, y: "feasible_value", r: 2.5, fill: "var(--accent)", fillOpacity: 0.55 })];
  const figure = (element) => h("figure", {}, h("figcaption", {}, name), element);
  if (isNumeric(parameter)) {
    const log = parameter.scale !== "linear" && parameter.low > 0;
    const x = (trial) => trial.params[name];
    return figure(chart(`${summary.metric} by ${name}`, { width: 400, height: 220, y,
      x: { label: null, type: log ? "log" : "linear", domain: [parameter.low, parameter.high], ticks: 5,
        tickFormat: (one) => number(one) },
      marks: [...marks(x), Plot.line(medians(used, name, log),
        { x: "x", y: "median", stroke: "var(--second)", strokeWidth: 2 }), tip(x)] }));
  }
  const domainOfX = parameter.values.map(value);
  const x = (trial) => value(trial.params[name]);
  return figure(chart(`${summary.metric} by ${name}`, { width: 400, height: 220, y,
    x: { label: null, type: "band", domain: domainOfX.slice(0, 40), tickFormat: brief },
    marks: [...marks(x), Plot.tickY(d3.rollups(used, (group) => d3.median(group, (trial) => trial.feasible_value), x),
      { x: ([one]) => one, y: ([, median]) => median, stroke: "var(--second)", strokeWidth: 2 }), tip(x)] }));
}

function brief(text) {
  return text.length > 14 ? text.slice(0, 13) + "…" : text;
}

/** The median value in bins of about equal numbers of trials; equal parameters share a bin. */
function medians(trials, name, log) {
  const bins = Math.max(1, Math.min(BINS, Math.floor(trials.length / 3)));
  const quantile = d3.scaleQuantile(trials.map((trial) => trial.params[name]), d3.range(bins));
  return d3.sort(d3.rollups(trials, (bin) => ({
    x: log ? Math.exp(d3.mean(bin, (trial) => Math.log(trial.params[name]))) : d3.mean(bin, (trial) => trial.params[name]),
    median: d3.median(bin, (trial) => trial.feasible_value),
  }), (trial) => quantile(trial.params[name])).map(([, point]) => point), (point) => point.x);
}

/** One line a trial over an axis a parameter; a click on an axis keeps the trials near its best end. */
function parallel({ summary, names, points, domain }, query, set, refresh) {
  const axes = names.slice(0, Math.max(2, Math.min(MAX_AXES, Math.floor(document.documentElement.clientWidth / 120))));
  const kept = query.get("keep") ?? "all";
  const sign = summary.goal === "maximize" ? -1 : 1;
  const ordered = points.toSorted((one, other) => sign * (one.feasible_value - other.feasible_value));
  const shown = { all: ordered, quarter: ordered.slice(0, Math.ceil(ordered.length / 4)), ten: ordered.slice(0, 10) }[kept]
    ?? ordered;
  const drawn = shown.filter((trial, i) => i < MAX_LINES / 2 || i % Math.ceil((2 * shown.length) / MAX_LINES) === 0).reverse();
  const place = goodness(summary, points, domain);
  const segments = drawn.flatMap((trial) => [...axes, ""].map((name, i) => ({
    trial, axis: name === "" ? summary.metric : name, order: i,
    y: name === "" ? place(trial.feasible_value) : placeOf(summary.space[name], trial.params[name]) })));
  return [
    h("div.controls", { role: "group", "aria-label": "Trials" },
      [["all", `all ${count(points.length)}`], ["quarter", "best quarter"], ["ten", "best ten"]].map(([name, text]) =>
        h("button", { type: "button", "aria-pressed": String(name === kept),
          click: () => { set("keep", name === "all" ? null : name); refresh(); } }, text))),
    chart(`Parameters of ${drawn.length} trials, the best drawn last`, {
      width: 1240,
      height: 380,
      marginLeft: 110,
      marginRight: 60,
      x: { type: "point", label: null, domain: [...axes, summary.metric], axis: "top" },
      y: { axis: null, domain: [-0.03, 1.03] },
      color: { type: "ordinal", domain: d3.range(SHADES), range: shades(SHADES) },
      marks: [
        Plot.ruleX([...axes, summary.metric], { stroke: "var(--line)" }),
        Plot.line(segments, { x: "axis", y: "y", z: (row) => row.trial.trial,
          stroke: (row) => Math.min(SHADES - 1, Math.floor(SHADES * place(row.trial.feasible_value))),
          strokeOpacity: 0.6, strokeWidth: 1.2 }),
        Plot.text(axes.flatMap((name) => ends(summary.space[name]).map(([text, y]) => ({ name, text: brief(text), y }))),
          { x: "name", y: "y", text: "text", fill: "var(--quiet)", textAnchor: "end", dx: -5 }),
      ],
    }),
    h("p.quiet", {}, `Parameters by importance, ${axes.length} of ${names.length}. Strong lines are good. A parameter that a `
      + "trial does not use breaks its line."),
  ];
}

/** A function from values to 0 (worst) to 1 (best). */
function goodness(summary, points, domain) {
  const [low, high] = domain ?? d3.extent(points, (trial) => trial.feasible_value);
  return (one) => {
    const place = high === low ? 0.5 : Math.max(0, Math.min(1, (one - low) / (high - low)));
    return summary.goal === "maximize" ? place : 1 - place;
  };
}

function placeOf(parameter, one) {
  if (one === undefined) return NaN;
  if (!isNumeric(parameter)) {
    const index = parameter.values.findIndex((other) => value(other) === value(one));
    return parameter.values.length === 1 ? 0.5 : index / (parameter.values.length - 1);
  }
  const scale = parameter.scale === "linear" ? (x) => x : Math.log;
  return (scale(one) - scale(parameter.low)) / (scale(parameter.high) - scale(parameter.low));
}

function ends(parameter) {
  if (isNumeric(parameter)) return [[number(parameter.low), 0], [number(parameter.high), 1]];
  const last = parameter.values.length - 1;
  return parameter.values.length > 8 ? [[value(parameter.values[0]), 0], [value(parameter.values[last]), 1]]
    : parameter.values.map((one, i) => [value(one), last === 0 ? 0.5 : i / last]);
}

function failures({ summary, trials }) {
  const failed = trials.filter((trial) => trial.state === "FAILED");
  if (failed.length === 0) return h("p", {}, "No trial failed.");
  const all = failed.length / trials.length;
  const rows = Object.entries(summary.space).flatMap(([name, parameter]) => {
    const group = isNumeric(parameter)
      ? (trial) => placeOf(parameter, trial.params[name]) < 0.5 ? "lower half" : "upper half"
      : (trial) => value(trial.params[name]);
    return d3.rollups(trials.filter((trial) => name in trial.params), (some) => ({ n: some.length,
      failed: some.filter((trial) => trial.state === "FAILED").length }), group)
      .map(([where, counts]) => ({ name, where, ...counts }));
  }).filter((row) => row.n >= 4 && row.failed / row.n > all)
    .sort((one, other) => other.failed / other.n - one.failed / one.n).slice(0, 12);
  return [h("p", {}, `${count(failed.length, "trial")} of ${count(trials.length)} failed (${share(failed.length, trials.length)}).`),
    table("Failures by parameter", ["parameter", "values", ">failed", ">trials", ">share"],
      rows.map((row) => [row.name, row.where, row.failed, row.n, share(row.failed, row.n)]))];
}
