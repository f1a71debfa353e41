// Learning curves of all trials: deciles, and the curves of a few.
import { chart, Plot, scaleOf } from "sextant/charts";
import { of, source } from "sextant/data";
import { h } from "sextant/dom";
import { number } from "sextant/format";
import { panel } from "sextant/panel";

const BEST = 5;

export function curvesPage({ study, query, set, trialLink }) {
  const element = panel("Learning curves", { study, sql: "curve_deciles", wide: true }, async () => {
    const [summary, metrics, trials] = await Promise.all([
      source.json(of(study)), source.table(of(study, "metrics")), source.trials(study)]);
    if (metrics.length === 0) return h("p.quiet", {}, "No epoch has been measured yet.");
    const metric = query.get("metric") ?? summary.metric;
    const best = leaders(trials, summary.goal);
    const asked = (query.get("trials") ?? "").split(",").map(Number).filter((trial) => trial > 0);
    const shown = [...new Set([...asked, ...best])];
    const [deciles, curves] = await Promise.all([
      source.table(of(study, "curve_deciles"), { metric }),
      source.table(of(study, "curves"), { trials: shown.join() || "0" })]);
    return [
      controls(metrics, metric, query, set, () => element.refresh()),
      curvesChart(metric, deciles, curves.filter((row) => row.metric === metric && Number.isFinite(row.value)), summary),
      h("p.quiet", {}, `Bands: the middle 50 % and 80 % of all trials at each epoch, with the median. Lines: trials `,
        shown.map((trial, i) => [i > 0 ? ", " : "", trialLink(trial)]), "."),
    ];
  });
  return [h("h1", {}, study), element];
}

/** The numbers of the best trials. */
function leaders(trials, goal) {
  const sign = goal === "maximize" ? -1 : 1;
  return trials.filter((trial) => trial.feasible_value !== null && trial.state !== "FAILED")
    .sort((one, other) => sign * (one.feasible_value - other.feasible_value)).slice(0, BEST).map((trial) => trial.trial);
}

function controls(metrics, metric, query, set, refresh) {
  const select = h("select", { "aria-label": "Metric" },
    metrics.map((one) => h("option", { value: one.metric, selected: one.metric === metric }, one.metric)));
  select.addEventListener("change", () => { set("metric", select.value); select.blur(); refresh(); });
  const more = h("input", { type: "text", size: 12, placeholder: "3,17", "aria-label": "More trials, by number",
    value: query.get("trials") ?? "" });
  more.addEventListener("change", () => { set("trials", more.value); more.blur(); refresh(); });
  return h("div.controls", {}, h("label", {}, "metric ", select), h("label", {}, "and trials ", more));
}

function curvesChart(metric, deciles, curves, summary) {
  const bands = deciles.map(({ epoch, quantiles }) => {
    const [, q10, q25, q50, q75, q90] = quantiles;
    return { epoch, q10, q25, q50, q75, q90 };
  });
  return chart(`${metric} of trials by epoch`, {
    width: 1240,
    height: 400,
    x: { label: "epoch", domain: [1, Math.max(2, ...deciles.map((row) => row.epoch))] },
    y: { label: metric, grid: true, type: scaleOf(curves.map((row) => row.value)) },
    color: { type: "categorical", scheme: "tableau10", legend: false },
    marks: [
      Plot.areaY(bands, { x: "epoch", y1: "q10", y2: "q90", fill: "var(--accent)", fillOpacity: 0.12 }),
      Plot.areaY(bands, { x: "epoch", y1: "q25", y2: "q75", fill: "var(--accent)", fillOpacity: 0.18 }),
      Plot.line(bands, { x: "epoch", y: "q50", stroke: "var(--quiet)", strokeDasharray: "4 3" }),
      metric === summary.metric ? Plot.ruleX(summary.rung_epochs, { stroke: "var(--line)" }) : null,
      Plot.line(curves, { x: "epoch", y: "value", z: "trial", stroke: (row) => String(row.trial), strokeWidth: 1.8 }),
      Plot.tip(curves, Plot.pointer({ x: "epoch", y: "value",
        title: (row) => `trial ${row.trial}, epoch ${row.epoch}: ${number(row.value)}` })),
    ].filter(Boolean),
  });
}
