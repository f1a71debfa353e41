// All studies.
import { improvements, shareBar, sparkline } from "sextant/charts";
import { source } from "sextant/data";
import { h, table } from "sextant/dom";
import { ago, count, duration, number, share } from "sextant/format";
import { panel } from "sextant/panel";

const COLUMNS = ["study", "state", "best so far", ">best", ">gain", ">trials", ">running", "tightest budget", ">device time",
  ">saved", "changed"];

export function studiesPage({ query, set, link }) {
  const element = panel("Studies", { wide: true, sql: "studies" }, async () => {
    const [studies, better] = await Promise.all([source.table("studies"), source.table("improvements")]);
    if (studies.length === 0) return emptyState();
    const state = query.get("state") ?? "";
    const shown = studies.filter((study) => state === "" || study.state === state);
    return [
      stuckBanner(studies),
      stateFilter(studies, state, (chosen) => { set("state", chosen); element.refresh(); }),
      table("Studies", COLUMNS, shown.map((study) => cells(study, better, link))),
    ];
  });
  return [h("h1", {}, "Studies"), element];
}

function cells(study, better, link) {
  const values = improvements(better.filter((row) => row.study === study.study), (row) => row.value, study.goal)
    .map((row) => row.value);
  return [
    h("a", { href: link(["study", study.study]) }, study.study),
    h("span", { class: look(study.state) }, study.state.toLowerCase()),
    sparkline(`Best ${study.metric} so far, ${values.length} improvements`, values),
    number(study.best_value),
    gain(study),
    count(study.trials),
    study.running,
    budget(study),
    duration(study.device_seconds),
    study.saved_by_stopping > 0 ? duration(study.saved_by_stopping) : "",
    ago(study.updated_at, study.read_at),
  ];
}

/** The limit that is nearest to its end. */
function budget(study) {
  if (study.budget === null) return h("span.quiet", {}, "no limit");
  const name = study.budget.replace("_", " ");
  const text = `${number(study.budget_used)} of ${number(study.budget_available)} ${name}`;
  return h("span.budget", { title: text }, shareBar(study.budget_share, text),
    `${share(study.budget_used, study.budget_available)} of ${name}`);
}

/** What tuning gained over the first trial. */
function gain({ best_value: best, first_value: first }) {
  if (best === null || first === null || first === undefined) return "";
  return (best >= first ? "+" : "") + number(best - first);
}

export function look(state) {
  return { RUNNING: "good", COMPLETED: "", FAILED: "bad", PAUSED: "wait", STOPPED: "quiet" }[state] ?? "quiet";
}

function stateFilter(studies, chosen, choose) {
  const states = [...new Set(studies.map((study) => study.state))].sort();
  return h("div.controls", { role: "group", "aria-label": "State" },
    ["", ...states].map((state) =>
      h("button", { type: "button", "aria-pressed": String(state === chosen), click: () => choose(state) },
        state === "" ? `all ${studies.length}`
          : `${state.toLowerCase()} ${studies.filter((study) => study.state === state).length}`)));
}

function stuckBanner(studies) {
  const stuck = studies.filter((study) => study.stuck > 0);
  return stuck.length === 0 ? null : h("p.stuck", { role: "alert" },
    "Runs are stuck in ", stuck.map((study) => study.study).join(", "), ". The page of each study says why.");
}

function emptyState() {
  return [
    h("p", {}, "There are no studies yet. To begin:"),
    h("pre", {}, "sextant demo                  # a small sweep on this machine\n"
      + "sextant init photographs      # a study file for a folder of images\nsextant sweep study.yaml      # run a study"),
  ];
}
