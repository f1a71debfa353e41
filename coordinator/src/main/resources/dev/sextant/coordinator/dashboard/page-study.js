// A study at a glance.
import { chart, d3, improvements, Plot, shades, shareBar, thin, usefulRange } from "sextant/charts";
import { of, source } from "sextant/data";
import { h, table } from "sextant/dom";
import { ago, count, duration, number, share, time, value } from "sextant/format";
import { look } from "sextant/page-studies";
import { panel } from "sextant/panel";
import { notes, steering } from "sextant/steer";

/** The coordinator sends a heartbeat every few seconds. */
const SILENCE_SECONDS = 60;
const AXES = { trial: "trial", epochs: "epochs", device: "device hours", wall: "hours since the start" };

export function studyPage(context) {
  const { study } = context;
  return [
    h("h1", {}, study),
    h("div.grid", {},
      panel("Six answers", { study, sql: "trials", wide: true }, () => answers(context)),
      history(context),
      panel("Last decisions", { study, sql: "decisions", parameters: { limit: 10 } }, () => decisions(context)),
      panel("What matters", { study }, () => importance(study)),
      panel("Best configuration", { study, sql: "trials" }, () => best(context)),
      panel("Rungs", { study, sql: "rungs" }, () => rungs(study)),
      panel("Notes", { study, sql: "notes" }, () => notes(context)),
      steering(context)),
  ];
}

async function answers({ study, trialLink }) {
  const [summary, trials, expected] = await Promise.all([
    source.json(of(study)), source.trials(study), source.table(of(study, "expected"))]);
  return h("dl.answers", {},
    answer("Is it alive?", ...alive(summary)),
    answer("How good is it?", ...quality(summary, trials, trialLink)),
    answer("When is it done, and what did it cost?", ...cost(summary)),
    answer("Is anything wrong?", ...trouble(summary, trials)),
    answer("What are the slots doing?", ...slots(summary, trialLink)),
    answer("Is it worth going on?", ...outlook(summary, trials, expected, trialLink)));
}

function answer(question, lead, ...details) {
  return h("div", {}, h("dt", {}, question), h("dd.lead", {}, lead),
    details.filter((detail) => detail !== null).map((detail) => h("dd", {}, detail)));
}

function alive(summary) {
  const state = h("span", { class: look(summary.state) }, summary.state.toLowerCase());
  const tags = summary.tags.length > 0 ? `tags: ${summary.tags.join(", ")}` : null;
  if (!summary.holder) return [state, "No coordinator works on it.", tags];
  const silence = (new Date(summary.read_at) - new Date(summary.beat_at)) / 1000;
  const beat = summary.beat_at ? `last heartbeat ${ago(summary.beat_at, summary.read_at)}` : "no heartbeat yet";
  return [state, `run by ${summary.holder}, ${beat}`,
    silence > SILENCE_SECONDS ? h("span.problem", {}, "The coordinator may be dead: ",
      h("code", {}, `sextant resume ${summary.study}`), " takes over.") : null, tags];
}

function quality(summary, trials, trialLink) {
  if (!summary.best) return ["No value yet"];
  const first = trials.find((trial) => trial.trial === 1)?.feasible_value;
  const isBetter = summary.goal === "maximize" ? "more" : "less";
  return [
    `${summary.metric} ${number(summary.best.value)}`,
    ["trial ", trialLink(summary.best.trial), ` after epoch ${summary.best.epoch}`],
    first === null || first === undefined ? null
      : `${number(Math.abs(summary.best.value - first))} ${isBetter} than trial 1 (${number(first)})`,
    summary.budget.target === null ? null : `target: ${number(summary.budget.target)}`,
  ];
}

/** Shares of the budgets that are used, the tightest first. */
function budgets(summary) {
  const { budget } = summary;
  return [
    ["trials", summary.trials, budget.trials, count],
    ["epochs", summary.epochs, budget.epochs, count],
    ["device time", summary.device_seconds, budget.device_hours === null ? null : budget.device_hours * 3600, duration],
    ["wall clock", summary.wall_seconds, budget.wall_seconds, duration],
  ].filter(([, , limit]) => limit !== null && limit !== undefined)
    .map(([name, used, limit, format]) => ({ name, used, limit, share: used / limit, format }))
    .sort((one, other) => other.share - one.share);
}

function cost(summary) {
  const all = budgets(summary);
  const tightest = all[0];
  const left = tightest && tightest.share > 0 && tightest.share < 1 && summary.state === "RUNNING"
    ? `about ${duration((summary.wall_seconds * (1 - tightest.share)) / tightest.share)} left` : null;
  return [
    `${duration(summary.device_seconds)} of device time`,
    all.map(({ name, used, limit, format, share: part }) => h("div", {},
      `${name} ${format(used)} of ${format(limit)} (${share(used, limit)})`, shareBar(part, `${name} used`))),
    left,
    summary.saved_by_stopping > 0 ? `early stopping saved ${duration(summary.saved_by_stopping)}` : null,
  ];
}

function trouble(summary, trials) {
  const failed = trials.filter((trial) => trial.state === "FAILED");
  const kinds = d3.rollups(failed, (group) => group.length, (trial) => trial.failure).map(([kind, n]) => `${n} ${kind}`);
  const stuck = summary.stuck_runs.map((run) => h("span.problem", {}, `trial ${run.trial} is stuck: ${run.why}`));
  if (failed.length + stuck.length === 0) return ["No"];
  return [failed.length > 0 ? `${count(failed.length, "trial")} failed` : "Runs are stuck",
    failed.length > 0 ? kinds.join(", ") : null,
    failed.length > 0 ? lastError(failed) : null, ...stuck];
}

function lastError(failed) {
  const text = failed.at(-1).error.split("\n")[0];
  return `Last: ${text.length > 160 ? text.slice(0, 160) + "..." : text}`;
}

function slots(summary, trialLink) {
  if (summary.slots.length === 0) return [`${count(summary.slots_asked, "slot")}, none at work`];
  const busy = summary.slots.filter((slot) => slot.trial !== null);
  return [`${busy.length} of ${count(summary.slots.length, "slot")} at work`,
    busy.slice(0, 8).map((slot) => h("div", {}, `${slot.slot}: trial `, trialLink(slot.trial),
      `, epoch ${slot.epoch ?? 0} of ${slot.to_epoch}`, slot.host ? ` on ${slot.host}` : ""))];
}

function outlook(summary, trials, expected, trialLink) {
  if (!summary.best) return ["Not known yet"];
  const since = trials.filter((trial) => trial.trial > summary.best.trial).length;
  const sign = summary.goal === "maximize" ? 1 : -1;
  const promising = expected.filter((row) => sign * (row.value - summary.best.value) > 0)
    .sort((one, other) => sign * (other.value - one.value));
  return [since === 0 ? "The newest trial is the best" : `No better trial among the last ${count(since)}`,
    promising.length === 0
      ? expected.length === 0 ? null : "No unfinished trial is expected to beat the best"
      : ["trial ", trialLink(promising[0].trial), ` is expected to reach ${number(promising[0].value)} (`,
        `${number(promising[0].low)} to ${number(promising[0].high)})`]];
}

function history(context) {
  const { study, query, set, trialLink } = context;
  const element = panel("Optimization history", { study, sql: "trials", wide: true }, async () => {
    const [summary, trials] = await Promise.all([source.json(of(study)), source.trials(study)]);
    const axis = query.get("by") in AXES ? query.get("by") : "trial";
    return [
      h("div.controls", { role: "group", "aria-label": "Horizontal axis" }, "by",
        Object.keys(AXES).map((name) => h("button", { type: "button", "aria-pressed": String(name === axis),
          click: () => { set("by", name === "trial" ? null : name); element.refresh(); } }, AXES[name]))),
      historyChart(summary, trials, axis),
      h("p.quiet", {}, `A dot is a trial, the stronger the more epochs it was trained (${summary.rung_epochs.join(", ")}). `,
        "The line is the best so far, the dashes are trial 1. Values far worse than the others stand at the edge."),
    ];
  });
  return element;
}

function historyChart(summary, trials, axis) {
  let epochs = 0;
  let device = 0;
  const points = trials.toSorted((one, other) => one.trial - other.trial).map((trial) => {
    epochs += trial.epoch;
    device += trial.device_seconds;
    const wall = (new Date(trial.ended_at ?? trial.updated_at) - new Date(summary.created_at)) / 3.6e6;
    return { ...trial, x: { trial: trial.trial, epochs, device: device / 3600, wall }[axis] };
  }).filter((trial) => trial.feasible_value !== null && trial.state !== "FAILED")
    .sort((one, other) => one.x - other.x);
  if (points.length === 0) return h("p.quiet", {}, "No trial has a value yet.");
  const steps = improvements(points, (point) => point.feasible_value, summary.goal);
  const first = trials.find((trial) => trial.trial === 1)?.feasible_value;
  const kept = new Set(steps.map((step) => step.trial));
  const shown = thin(points, (point) => kept.has(point.trial));
  const end = points.at(-1).x;
  return chart(`${summary.metric} of ${points.length} trials; the best so far rises to ${number(summary.best_value)}`, {
    width: 1240,
    height: 340,
    x: { label: AXES[axis], grid: false },
    y: { label: summary.metric, grid: true, nice: true, domain: usefulRange(points.map((point) => point.feasible_value),
      summary.goal), clamp: true },
    color: { type: "ordinal", domain: d3.range(summary.rung_epochs.length), range: shades(summary.rung_epochs.length),
      unknown: "var(--line)" },
    marks: [
      Number.isFinite(first) ? Plot.ruleY([first], { stroke: "var(--quiet)", strokeDasharray: "4 4" }) : null,
      Number.isFinite(first) ? Plot.text([[end, first]], { text: ["trial 1"], textAnchor: "end", dy: -7, fill: "var(--quiet)" })
        : null,
      Plot.dot(shown, { x: "x", y: "feasible_value", fill: "rung", r: 3, fillOpacity: 0.8 }),
      Plot.line([...steps, { ...steps.at(-1), x: end }],
        { x: "x", y: "feasible_value", curve: "step-after", stroke: "var(--accent)", strokeWidth: 2 }),
      Plot.tip(shown, Plot.pointer({ x: "x", y: "feasible_value", title: pointText })),
    ].filter(Boolean),
  });
}

function pointText(trial) {
  const settings = Object.entries(trial.params).map(([name, one]) => `${name} ${value(one)}`).join("\n");
  return `trial ${trial.trial}: ${number(trial.feasible_value)} after ${count(trial.epoch, "epoch")}\n${settings}`;
}

async function decisions({ study, trialLink }) {
  const rows = await source.table(of(study, "decisions"), { limit: 10 });
  return story(rows, trialLink);
}

/** Decisions as sentences, the newest first. */
export function story(rows, trialLink) {
  return h("ol.story", { tabindex: 0, "aria-label": "Decisions" }, rows.map((row) => h("li", {},
    h("time", { datetime: row.at }, time(row.at)), " ",
    row.trial === null ? null : ["trial ", trialLink(row.trial), ": "],
    `${row.kind.toLowerCase()}, ${row.reason} `,
    Object.keys(row.details ?? {}).length === 0 ? null
      : h("details", {}, h("summary", {}, "numbers"), h("code", {}, value(row.details))))));
}

async function importance(study) {
  const found = await source.json(of(study, "importance"));
  if (found.parameters.length === 0) {
    return h("p.quiet", {}, "Too few trials have reached the lowest rung to tell which parameters matter.");
  }
  const good = (values) => values.length === 0 ? "" : typeof values[0] === "number"
    ? values[0] === values.at(-1) ? value(values[0]) : `${value(values[0])} to ${value(values.at(-1))}`
    : values.map(value).join(", ");
  return [
    table("Importance of parameters", ["parameter", "weight", ">alone", ">with others", "best", "nearly as good"],
      found.parameters.map((one) => [one.parameter, shareBar(one.with_others, `importance of ${one.parameter}`),
        share(one.alone, 1), share(one.with_others, 1),
        one.with_others < 0.01 ? "-" : value(one.best), one.with_others < 0.01 ? "any" : good(one.good)])),
    h("p.quiet", {}, `Shares of the variance of ranks, from ${count(found.trials, "trial")}. `,
      `Unexplained, noise included: ${share(found.unexplained, 1)}.`),
  ];
}

async function best({ study, trialLink }) {
  const [summary, trials] = await Promise.all([source.json(of(study)), source.trials(study)]);
  if (!summary.best) return h("p.quiet", {}, "No trial has a value yet.");
  const first = trials.find((trial) => trial.trial === 1)?.params ?? {};
  const tuned = summary.best.params;
  const names = [...new Set([...Object.keys(first), ...Object.keys(tuned)])]
    .filter((name) => value(first[name]) !== value(tuned[name]));
  if (names.length === 0) return h("p", {}, "Trial 1 is the best.");
  return [
    h("p", {}, "Trial ", trialLink(summary.best.trial), " beside trial 1; what is equal is left out."),
    table("Best configuration", ["parameter", "trial 1", `trial ${summary.best.trial}`],
      names.map((name) => [name, value(first[name]) || "-", value(tuned[name]) || "-"])),
  ];
}

async function rungs(study) {
  const rows = await source.table(of(study, "rungs"));
  return table("Rungs", [">rung", ">epochs", ">reached", ">promoted", ">best", ">median"],
    rows.map((row) => [row.rung, row.epochs, count(row.reached), count(row.promoted), number(row.best), number(row.median)]));
}
