// Changes that a person makes. Only a dashboard that was started with --allow-changes offers them.
import { of, source } from "sextant/data";
import { fill, h, table } from "sextant/dom";
import { time } from "sextant/format";

/** A panel to steer a study, or one of its trials; null in a file. Hidden unless changes are allowed. */
export function steering({ study }, trial = null) {
  if (!source.isLive) return null;
  const said = h("p.said", { role: "status" });
  const body = h("div.body");
  const element = h("section.panel", { "aria-label": "Steer", hidden: true }, h("header", {}, h("h2", {}, "Steer")), body);
  const change = async (what, content) => {
    try {
      said.textContent = await source.change(study, what, { ...content, ...(trial === null ? {} : { trial }) });
    } catch (error) {
      said.textContent = error.message;
    }
  };
  source.mayChange.then((allowed) => {
    if (!allowed) return;
    fill(body, stop(change, trial), note(change), trial === null ? null : attempt(study, trial, said), said);
    element.hidden = false;
  });
  return element;
}

function stop(change, trial) {
  const what = trial === null ? "study" : "trial";
  const question = trial === null ? "Pause the study? Running trials finish their epoch." : "End the trial for good?";
  return h("p", {}, h("button.stop", { type: "button", click: () => confirm(question) && change("stop", {}) }, `Stop the ${what}`));
}

function note(change) {
  const text = h("textarea", { rows: 2, maxlength: 4000, "aria-label": "Note" });
  const tag = h("input.tag", { type: "text", maxlength: 40, "aria-label": "Tag" });
  return [
    h("p", {}, text, h("button.note", { type: "button", click: () => change("note", { text: text.value }) }, "Write the note")),
    h("p", {}, tag,
      h("button", { type: "button", click: () => change("tag", { add: [tag.value] }) }, "Add the tag"),
      h("button", { type: "button", click: () => change("tag", { remove: [tag.value] }) }, "Remove it")),
  ];
}

/** Fields with the trial's configuration, which can be changed and tried. */
function attempt(study, number, said) {
  const fields = h("div.fields");
  const open = async () => {
    const [summary, trials] = await Promise.all([source.json(of(study)), source.trials(study)]);
    const { params } = trials.find((trial) => trial.trial === number);
    const inputs = Object.keys(summary.space).map((name) => {
      const input = h("input", { type: "text", name });
      input.value = params[name] ?? "";
      return input;
    });
    const send = async () => {
      const changed = inputs.filter((input) => input.value !== String(params[input.name] ?? ""));
      try {
        said.textContent = await source.change(study, "try", {
          from: number, params: Object.fromEntries(changed.map((input) => [input.name, input.value])) });
      } catch (error) {
        said.textContent = error.message;
      }
    };
    fill(fields, inputs.map((input) => h("label", {}, input.name, " ", input)),
      h("button.send", { type: "button", click: send }, "Try it"));
  };
  return [h("p", {}, h("button.try", { type: "button", click: open }, "Try this with changes")), fields];
}

/** The notes on a study, or on one of its trials. */
export async function notes({ study, trialLink }, trial = null) {
  const all = await source.table(of(study, "notes"));
  const shown = trial === null ? all : all.filter((one) => one.trial === trial);
  if (shown.length === 0) return h("p.quiet", {}, "None yet.");
  return table("Notes", ["when", "who", "trial", "note"], shown.map((one) => [
    time(one.at), one.author, one.trial === null ? "" : trialLink(one.trial), one.text]));
}
