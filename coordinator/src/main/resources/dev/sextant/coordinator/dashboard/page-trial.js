// One trial.
import { chart, Plot, scaleOf, shareBar } from "sextant/charts";
import { of, source } from "sextant/data";
import { h, table } from "sextant/dom";
import { count, duration, number, time, value } from "sextant/format";
import { look } from "sextant/page-studies";
import { story } from "sextant/page-study";
import { panel } from "sextant/panel";
import { notes, steering } from "sextant/steer";

export function trialPage(context, number) {
  const { study, link } = context;
  const options = { study, parameters: { trials: `{${number}}` } };
  return [
    h("h1", {}, h("a", { href: link(["study", study]) }, study), ` · trial ${number}`),
    h("div.grid", {},
      panel("State", { ...options, sql: "trials" }, () => state(context, number)),
      panel("Configuration", { ...options, sql: "trials" }, () => configuration(context, number)),
      panel("Learning curves", { ...options, sql: "curves", wide: true }, () => curves(context, number)),
      panel("Decisions", { ...options, sql: "decisions" }, async () => story(
        (await source.table(of(study, "decisions"), { trials: String(number) })).reverse(), context.trialLink)),
      panel("Runs", { ...options, sql: "runs" }, () => runs(context, number)),
      panel("Logs", { ...options, sql: "logs", wide: true }, () => logs(context, number)),
      panel("Notes", { study, sql: "notes" }, () => notes(context, number)),
      steering(context, number)),
  ];
}

async function find(study, number) {
  const trial = (await source.trials(study)).find((one) => one.trial === number);
  if (!trial) throw new Error(`Study ${study} has no trial ${number}.`);
  return trial;
}

async function state({ study }, wanted) {
  const [trial, summary, expected] = await Promise.all([
    find(study, wanted), source.json(of(study)), source.table(of(study, "expected"))]);
  const prediction = expected.find((row) => row.trial === wanted);
  return h("dl.answers", {},
    pair("state", h("span", { class: look(trial.state) }, (trial.failure ?? trial.state).toLowerCase())),
    pair(summary.metric, trial.feasible_value === null ? "-" : `${number(trial.feasible_value)} after epoch ${trial.best_epoch}`),
    pair("trained", `${trial.epoch} of ${count(summary.max_epochs, "epoch")}, ${duration(trial.device_seconds)}`),
    prediction ? pair(`expected after ${summary.max_epochs} epochs`,
      `${number(prediction.value)} (${number(prediction.low)} to ${number(prediction.high)} with 90 % probability)`) : null,
    pair("proposed by", `${trial.proposed_by}, ${time(trial.created_at)}`),
    trial.tags.length > 0 ? pair("tags", trial.tags.join(", ")) : null,
    trial.error ? pair("error", h("span.problem", {}, trial.error)) : null);
}

function pair(name, content) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, content));
}

async function configuration({ study }, wanted) {
  const [trial, summary] = await Promise.all([find(study, wanted), source.json(of(study))]);
  return table("Configuration", ["parameter", ">value", "place in its range"],
    Object.entries(summary.space).map(([name, parameter]) => [
      name, name in trial.params ? value(trial.params[name]) : h("span.quiet", {}, "not used"),
      name in trial.params ? place(parameter, trial.params[name]) : ""]));
}

/** Where a value lies between the ends of its parameter. */
function place(parameter, one) {
  if (parameter.values) {
    const index = parameter.values.findIndex((other) => value(other) === value(one));
    return `${index + 1} of ${parameter.values.length}`;
  }
  const scale = parameter.scale === "linear" ? (x) => x : Math.log;
  const { low, high } = parameter;
  const share = high === low ? 0.5 : (scale(one) - scale(low)) / (scale(high) - scale(low));
  return h("span.place", {}, number(low), shareBar(share, `${Math.round(100 * share)} % of its range`), number(high));
}

async function curves({ study }, wanted) {
  const [summary, rows, runsOfAll, expected] = await Promise.all([
    source.json(of(study)), source.table(of(study, "curves"), { trials: String(wanted) }), source.table(of(study, "runs")),
    source.table(of(study, "expected"))]);
  if (rows.length === 0) return h("p.quiet", {}, "No epoch has been measured yet.");
  const metrics = [...new Set(rows.map((row) => row.metric))]
    .sort((one, other) => (other === summary.metric) - (one === summary.metric));
  const own = runsOfAll.filter((run) => run.trial === wanted);
  const prediction = expected.find((row) => row.trial === wanted);
  return h("div.grid.small", {}, metrics.map((metric) => h("figure", {},
    h("figcaption", {}, metric),
    curveChart(metric, rows.filter((row) => row.metric === metric && Number.isFinite(row.value)), summary, own,
      metric === summary.metric ? prediction : null))));
}

function curveChart(metric, points, summary, runs, prediction) {
  const last = points.at(-1);
  return chart(`${metric} after each of ${points.length} epochs`, {
    width: 560,
    height: 240,
    x: { label: "epoch", domain: [0, Math.max(last?.epoch ?? 1, metric === summary.metric ? summary.max_epochs : 1)] },
    y: { label: null, grid: true, type: scaleOf(points.map((point) => point.value)) },
    marks: [
      Plot.ruleX(summary.rung_epochs.filter((epochs) => metric === summary.metric && epochs <= summary.max_epochs),
        { stroke: "var(--line)" }),
      Plot.ruleX(runs.filter((run) => run.state === "LOST").map((run) => run.from_epoch),
        { stroke: "var(--bad)", strokeDasharray: "2 3" }),
      prediction && last ? Plot.link([prediction], { x1: last.epoch, x2: summary.max_epochs, y1: last.value, y2: "value",
        stroke: "var(--second)", strokeDasharray: "4 3" }) : null,
      prediction ? Plot.ruleX([prediction], { x: summary.max_epochs, y1: "low", y2: "high", stroke: "var(--second)",
        strokeWidth: 3 }) : null,
      Plot.line(points, { x: "epoch", y: "value", stroke: "var(--accent)", strokeWidth: 1.5 }),
      Plot.dot(points, { x: "epoch", y: "value", fill: "var(--accent)", r: 2 }),
      Plot.tip(points, Plot.pointerX({ x: "epoch", y: "value", title: (row) =>
        `epoch ${row.epoch}: ${number(row.value)}\nrun ${row.run}, attempt ${row.attempt}, ${duration(row.seconds)}` })),
    ].filter(Boolean),
  });
}

async function runs({ study }, wanted) {
  const rows = (await source.table(of(study, "runs"))).filter((run) => run.trial === wanted);
  return table("Runs", [">run", ">attempt", "epochs", "state", "host", "device", "time", "outcome"], rows.map((run) => [
    run.run, run.attempt, `${run.from_epoch} to ${run.to_epoch}`, h("span", { class: look(run.state) }, run.state.toLowerCase()),
    run.host ?? "-", run.device ?? "-", duration(run.device_seconds), run.outcome ?? ""]));
}

/** The log of each run; that of the last one is open, at its end. */
async function logs({ study }, wanted) {
  const parts = await source.table(of(study, "logs"), { trials: String(wanted) });
  const byRun = Map.groupBy(parts, (part) => `run ${part.run}, attempt ${part.attempt}`);
  if (byRun.size === 0) {
    return h("p.quiet", {}, source.isLive ? "No run of this trial has logged anything."
      : "This file has no log of this trial. It has the ends of logs of the best trials and of failed ones.");
  }
  const last = [...byRun.keys()].at(-1);
  return [...byRun].map(([run, itsParts]) => {
    const text = h("pre.log", { tabindex: 0, "aria-label": `Log of ${run}` }, logText(itsParts));
    requestAnimationFrame(() => { text.scrollTop = text.scrollHeight; });
    return h("details", { open: run === last }, h("summary", {}, run), text);
  });
}

function logText(parts) {
  let shown = 0;
  return parts.map((part) => {
    const gap = part.starts > shown ? `... ${count(part.starts - shown, "character")} left out ...\n` : "";
    shown = part.ends;
    return gap + part.text;
  }).join("");
}
