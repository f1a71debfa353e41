// What early stopping does: the ladder of rungs, and where device time went.
import { chart, d3, Plot, usefulRange } from "sextant/charts";
import { of, source } from "sextant/data";
import { h, table } from "sextant/dom";
import { count, duration, number, share } from "sextant/format";
import { panel } from "sextant/panel";

export function rungsPage({ study, trialLink }) {
  return [h("h1", {}, study), h("div.grid", {},
    panel("Ladder", { study, sql: "trials", wide: true }, () => ladder(study)),
    panel("Rungs", { study, sql: "rungs" }, () => rungs(study)),
    panel("Do low rungs predict the top?", { study, sql: "curves" }, () => agreement(study)),
    panel("Device time", { study, sql: "runs" }, () => cost(study)),
    panel("Dearest trials", { study, sql: "trials" }, () => dearest(study, trialLink)))];
}

/** Values at each rung: of trials that went on, and of those that did not. */
async function ladder(study) {
  const [summary, trials] = await Promise.all([source.json(of(study)), source.trials(study)]);
  const points = trials.filter((trial) => trial.rung !== null && trial.feasible_value !== null);
  if (points.length === 0) return h("p.quiet", {}, "No trial has reached the lowest rung yet.");
  const top = summary.rung_epochs.length - 1;
  return chart(`Values of trials by the rung at which they are`, {
    width: 1240,
    height: 320,
    x: { type: "band", label: "highest rung reached, in epochs", domain: summary.rung_epochs },
    y: { label: summary.metric, grid: true, clamp: true,
      domain: usefulRange(points.map((point) => point.feasible_value), summary.goal) },
    marks: [
      Plot.dot(points, { x: (trial) => summary.rung_epochs[trial.rung], y: "feasible_value", r: 3,
        fill: (trial) => trial.rung === top ? "var(--good)" : trial.state === "RUNNING" ? "var(--second)" : "var(--accent)",
        fillOpacity: 0.5 }),
      Plot.tickY(d3.rollups(points, (group) => d3.median(group, (trial) => trial.feasible_value), (trial) => trial.rung),
        { x: ([rung]) => summary.rung_epochs[rung], y: ([, median]) => median, stroke: "var(--ink)", strokeWidth: 2 }),
      Plot.tip(points, Plot.pointer({ x: (trial) => summary.rung_epochs[trial.rung], y: "feasible_value",
        title: (trial) => `trial ${trial.trial}: ${number(trial.feasible_value)}, ${trial.state.toLowerCase()}` })),
    ],
  });
}

async function rungs(study) {
  const rows = await source.table(of(study, "rungs"));
  return table("Rungs", [">rung", ">epochs", ">reached", ">sent on", ">share", ">best", ">median"], rows.map((row) => [
    row.rung, row.epochs, count(row.reached), count(row.promoted), share(row.promoted, row.reached), number(row.best),
    number(row.median)]));
}

/** Rank correlation of neighboring rungs, over the trials that reached both. */
async function agreement(study) {
  const [summary, trials] = await Promise.all([source.json(of(study)), source.trials(study)]);
  const reached = trials.filter((trial) => trial.rung !== null && trial.rung > 0).slice(-300).map((trial) => trial.trial);
  if (reached.length < 4) return h("p.quiet", {}, "Fewer than four trials have reached a second rung.");
  const curves = d3.group((await source.table(of(study, "curves"), { trials: reached.join() }))
    .filter((row) => row.metric === summary.metric && Number.isFinite(row.value)), (row) => row.trial);
  const best = summary.goal === "maximize" ? d3.max : d3.min;
  const at = (rows, epochs) => best(rows.filter((row) => row.epoch <= epochs), (row) => row.value);
  const pairs = summary.rung_epochs.slice(1).map((epochs, i) => {
    const both = [...curves.values()].filter((rows) => rows.at(-1).epoch >= epochs)
      .map((rows) => [at(rows, summary.rung_epochs[i]), at(rows, epochs)]);
    return { low: summary.rung_epochs[i], high: epochs, n: both.length, rank: both.length < 4 ? null : spearman(both) };
  });
  return [
    table("Rank correlation", ["epochs", ">trials", ">rank correlation"], pairs.map((pair) => [
      `${pair.low} and ${pair.high}`, pair.n, pair.rank === null ? "-" : pair.rank.toFixed(2)])),
    h("p.quiet", {}, "1: the lower rung orders trials as the higher one does. Near 0: early stopping is a lottery. "
      + "Only trials that were sent on are counted, which makes the figures low."),
  ];
}

function spearman(pairs) {
  const [one, other] = [0, 1].map((i) => d3.rank(pairs, (pair) => pair[i]));
  const [meanOne, meanOther] = [d3.mean(one), d3.mean(other)];
  const product = d3.sum(one, (rank, i) => (rank - meanOne) * (other[i] - meanOther));
  const spread = Math.sqrt(d3.sum(one, (rank) => (rank - meanOne) ** 2) * d3.sum(other, (rank) => (rank - meanOther) ** 2));
  return spread === 0 ? 0 : product / spread;
}

async function cost(study) {
  const [summary, runs] = await Promise.all([source.json(of(study)), source.table(of(study, "runs"))]);
  const lost = d3.sum(runs.filter((run) => run.state === "LOST" || run.state === "FAILED"), (run) => run.device_seconds);
  const trained = summary.device_seconds - lost - summary.shared_seconds;
  const parts = [["training", trained], ["shared work, such as features", summary.shared_seconds],
    ["runs that were lost or failed", lost]].filter(([, seconds]) => seconds > 0);
  return [
    table("Device time", ["spent on", ">time", ">share"], parts.map(([name, seconds]) =>
      [name, duration(seconds), share(seconds, summary.device_seconds)])),
    h("p", {}, `In all ${duration(summary.device_seconds)}. `, summary.saved_by_stopping > 0
      ? `Training all trials to ${count(summary.max_epochs, "epoch")} would have taken `
        + `${duration(summary.saved_by_stopping)} more.` : ""),
    summary.per_point_of_improvement === null ? null
      : h("p", {}, `Each 0.01 gained over trial 1 took ${duration(summary.per_point_of_improvement)}.`),
  ];
}

async function dearest(study, trialLink) {
  const trials = await source.trials(study);
  const rows = trials.toSorted((one, other) => other.device_seconds - one.device_seconds).slice(0, 8);
  return table("Dearest trials", [">trial", ">device time", ">epochs", ">value"], rows.map((trial) => [
    trialLink(trial.trial), duration(trial.device_seconds), trial.epoch, number(trial.feasible_value)]));
}
