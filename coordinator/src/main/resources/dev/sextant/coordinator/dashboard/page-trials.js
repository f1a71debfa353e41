// All trials of a study.
import { of, source } from "sextant/data";
import { download, h } from "sextant/dom";
import { count, csvCell, duration, number, value } from "sextant/format";
import { look } from "sextant/page-studies";
import { panel } from "sextant/panel";
import { bigTable } from "sextant/table";

const CSV_COLUMNS = ["trial", "state", "failure", "value", "feasible_value", "best_epoch", "epoch", "rung", "device_seconds",
  "proposed_by", "created_at", "ended_at", "error"];

export function trialsPage(context) {
  const { study, query, set } = context;
  const chosen = new Set();
  let grid = null;
  let names = "";

  const element = panel("Trials", { study, sql: "trials", wide: true }, async () => {
    const [summary, trials, expected] = await Promise.all([
      source.json(of(study)), source.trials(study), source.table(of(study, "expected"))]);
    const predicted = new Map(expected.map((row) => [row.trial, row]));
    const varying = varyingParameters(summary, trials);
    if (grid === null || names !== varying.join()) {
      names = varying.join();
      grid = bigTable("Trials", columns(context, summary, varying, predicted, chosen), {
        sort: query.get("sort") ?? (summary.goal === "maximize" ? "-value" : "value"),
        onSort: (sort) => set("sort", sort),
      });
    }
    const shown = filtered(trials, query);
    grid.show(shown);
    return [controls(context, trials, shown, chosen, () => element.refresh()), grid];
  });
  return [h("h1", {}, study), element];
}

function varyingParameters(summary, trials) {
  return Object.keys(summary.space).filter((name) =>
    new Set(trials.slice(0, 200).map((trial) => value(trial.params[name]))).size > 1);
}

function filtered(trials, query) {
  const state = query.get("state");
  const text = (query.get("find") ?? "").toLowerCase();
  return trials.filter((trial) => (!state || trial.state === state)
    && (text === "" || `${trial.trial} ${trial.proposed_by} ${trial.error} ${Object.entries(trial.params)
      .map(([name, one]) => `${name}=${value(one)}`).join(" ")}`.toLowerCase().includes(text)));
}

function columns({ trialLink }, summary, varying, predicted, chosen) {
  const top = summary.rung_epochs.length;
  return [
    { name: "pick", title: "compare", width: 4, key: (trial) => chosen.has(trial.trial), cell: (trial) => h("input", {
      type: "checkbox", "aria-label": `compare trial ${trial.trial}`, checked: chosen.has(trial.trial),
      change: (event) => { if (event.target.checked) chosen.add(trial.trial); else chosen.delete(trial.trial); } }) },
    { name: "trial", title: "trial", width: 4, isNumber: true, key: (trial) => trial.trial, cell: (trial) => trialLink(trial.trial) },
    { name: "state", title: "state", width: 7, key: (trial) => trial.state,
      cell: (trial) => h("span", { class: look(trial.state), title: trial.error }, (trial.failure ?? trial.state).toLowerCase()) },
    { name: "value", title: summary.metric, width: 6, isNumber: true, key: (trial) => trial.feasible_value,
      cell: (trial) => number(trial.feasible_value) },
    { name: "expected", title: "expected", width: 14, isNumber: true, key: (trial) => predicted.get(trial.trial)?.value ?? null,
      cell: (trial) => predicted.has(trial.trial) ? band(predicted.get(trial.trial)) : "" },
    { name: "epoch", title: "epochs", width: 5, isNumber: true, key: (trial) => trial.epoch, cell: (trial) => trial.epoch },
    { name: "rung", title: "rungs", width: 6, key: (trial) => trial.rung ?? -1,
      cell: (trial) => h("span", { title: `rung ${trial.rung ?? "none"} of ${top - 1}` },
        "●".repeat((trial.rung ?? -1) + 1) + "○".repeat(Math.max(0, top - 1 - (trial.rung ?? -1)))) },
    { name: "device", title: "device time", width: 7, isNumber: true, key: (trial) => trial.device_seconds,
      cell: (trial) => duration(trial.device_seconds) },
    { name: "by", title: "proposed by", width: 8, key: (trial) => trial.proposed_by, cell: (trial) => trial.proposed_by },
    ...varying.map((name) => ({ name: "p." + name, title: name, width: Math.max(7, name.length * 0.6 + 2),
      isNumber: summary.space[name].type !== "categorical", key: (trial) => trial.params[name] ?? null,
      cell: (trial) => value(trial.params[name]) })),
  ];
}

function band({ value: middle, low, high }) {
  return `${number(middle)} (${number(low)} to ${number(high)})`;
}

function controls({ study, query, set, link }, trials, shown, chosen, refresh) {
  const states = [...new Set(trials.map((trial) => trial.state))].sort();
  const chip = (state, text) => h("button", { type: "button", "aria-pressed": String((query.get("state") ?? "") === state),
    click: () => { set("state", state); refresh(); } }, text);
  const find = h("input", { type: "search", placeholder: "find: layers=2", "aria-label": "Find in parameters and errors",
    value: query.get("find") ?? "" });
  find.addEventListener("change", () => { set("find", find.value); find.blur(); refresh(); });
  return h("div.controls", {},
    chip("", `all ${count(trials.length)}`),
    states.map((state) => chip(state, `${state.toLowerCase()} ${count(trials.filter((trial) => trial.state === state).length)}`)),
    find,
    h("button", { type: "button", click: () => {
      if (chosen.size > 0) location.hash = link(["study", study, "compare"], { trials: [...chosen].slice(0, 6).join() });
    } }, "Compare"),
    h("button", { type: "button", click: () => download(`${study}-trials.csv`, csv(shown), "text/csv") }, "CSV"));
}

function csv(trials) {
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial.params)))];
  const lines = trials.map((trial) => [...CSV_COLUMNS.map((column) => trial[column]),
    ...names.map((name) => trial.params[name])].map(csvCell).join(","));
  return [[...CSV_COLUMNS, ...names].map(csvCell).join(","), ...lines].join("\r\n") + "\r\n";
}
