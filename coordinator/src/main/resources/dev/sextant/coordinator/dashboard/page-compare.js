// Two to six trials of a study, or studies, side by side.
import { chart, improvements, Plot, scaleOf } from "sextant/charts";
import { of, source } from "sextant/data";
import { h, table } from "sextant/dom";
import { duration, number, value } from "sextant/format";
import { panel } from "sextant/panel";

export function comparePage(context) {
  return context.study === null ? studies(context) : trials(context);
}

function trials({ study, query, trialLink }) {
  const wanted = (query.get("trials") ?? "").split(",").map(Number).filter((trial) => trial > 0).slice(0, 6);
  const options = { study, parameters: { trials: `{${wanted}}` }, wide: true };
  return [h("h1", {}, `${study} · trials ${wanted.join(", ")}`), h("div.grid", {},
    panel("Differences", { ...options, sql: "trials" }, () => differences(study, wanted, trialLink)),
    panel("Learning curves", { ...options, sql: "curves" }, () => curves(study, wanted)))];
}

async function differences(study, wanted, trialLink) {
  const [summary, all] = await Promise.all([source.json(of(study)), source.trials(study)]);
  const chosen = wanted.map((number) => all.find((trial) => trial.trial === number)).filter(Boolean);
  const names = Object.keys(summary.space).filter((name) => new Set(chosen.map((trial) => value(trial.params[name]))).size > 1);
  return table("Differences", ["setting", ...chosen.map((trial) => `>trial ${trial.trial}`)], [
    [summary.metric, ...chosen.map((trial) => number(trial.feasible_value))],
    ["epochs", ...chosen.map((trial) => trial.epoch)],
    ["device time", ...chosen.map((trial) => duration(trial.device_seconds))],
    ["state", ...chosen.map((trial) => trial.state.toLowerCase())],
    ...names.map((name) => [name, ...chosen.map((trial) => value(trial.params[name]) || "-")]),
    ["page", ...chosen.map((trial) => trialLink(trial.trial))],
  ]);
}

async function curves(study, wanted) {
  const [summary, rows] = await Promise.all([
    source.json(of(study)), source.table(of(study, "curves"), { trials: wanted.join() || "0" })]);
  const points = rows.filter((row) => row.metric === summary.metric && Number.isFinite(row.value));
  return chart(`${summary.metric} of trials ${wanted.join(", ")}`, {
    width: 1240,
    height: 360,
    x: { label: "epoch" },
    y: { label: summary.metric, grid: true, type: scaleOf(points.map((point) => point.value)) },
    color: { type: "categorical", scheme: "tableau10", domain: wanted.map(String) },
    marks: [
      Plot.line(points, { x: "epoch", y: "value", z: "trial", stroke: (row) => String(row.trial), strokeWidth: 2 }),
      Plot.text(points, Plot.selectLast({ x: "epoch", y: "value", z: "trial", text: (row) => `trial ${row.trial}`, dx: 6,
        textAnchor: "start", fill: "var(--ink)" })),
    ],
    marginRight: 70,
  });
}

function studies({ query, link }) {
  const wanted = (query.get("studies") ?? "").split(",").filter(Boolean).slice(0, 6);
  return [h("h1", {}, "Compare studies"), h("div.grid", {},
    panel("Best so far", { sql: "improvements", wide: true }, async () => {
      const found = await Promise.all(wanted.map(async (study) => ({ summary: await source.json(of(study)),
        trials: await source.trials(study) })));
      if (found.length === 0) return h("p", {}, "Name studies in the address: ", h("code", {}, "#/compare?studies=one,other"));
      return [bestSoFar(found), totals(found, link)];
    }))];
}

function bestSoFar(found) {
  const steps = found.flatMap(({ summary, trials }) => {
    let device = 0;
    const rows = trials.toSorted((one, other) => one.trial - other.trial).map((trial) => {
      device += trial.device_seconds / 3600;
      return { study: summary.study, device, y: trial.feasible_value };
    });
    const better = improvements(rows.filter((row) => row.y !== null), (row) => row.y, summary.goal);
    return better.length === 0 ? [] : [...better, { ...better.at(-1), device }];
  });
  return chart("Best value so far of each study", {
    width: 1240,
    height: 340,
    x: { label: "device hours of trials" },
    y: { label: found[0].summary.metric, grid: true, type: scaleOf(steps.map((step) => step.y)) },
    color: { type: "categorical", scheme: "tableau10", legend: false },
    marginRight: 110,
    marks: [
      Plot.line(steps, { x: "device", y: "y", z: "study", stroke: "study", curve: "step-after", strokeWidth: 2 }),
      Plot.text(steps, Plot.selectLast({ x: "device", y: "y", z: "study", text: "study", dx: 6, textAnchor: "start",
        fill: "var(--ink)" })),
    ],
  });
}

function totals(found, link) {
  return table("Totals", ["study", ">best", ">trials", ">epochs", ">device time"], found.map(({ summary }) => [
    h("a", { href: link(["study", summary.study]) }, summary.study), number(summary.best_value), summary.trials, summary.epochs,
    duration(summary.device_seconds)]));
}
