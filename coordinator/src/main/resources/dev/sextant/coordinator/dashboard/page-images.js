// What a study of image classifiers found in its images.
import { chart, d3, Plot, shareBar, thin } from "sextant/charts";
import { of, source } from "sextant/data";
import { fill, h, table } from "sextant/dom";
import { count, duration, number, time } from "sextant/format";
import { panel } from "sextant/panel";

/** Of more classes, the matrix shows those with the most mistakes. */
const MAX_CLASSES = 30;
const MAX_PICTURES = 24;

export function imagesPage(context) {
  const { study } = context;
  const evaluations = { study, sql: "evaluations" };
  return [
    h("h1", {}, study),
    h("div.grid", {},
      panel("Images", { study, sql: "data" }, () => data(study)),
      panel("What tuning gained", { ...evaluations }, () => gains(context)),
      panel("Frozen and fine-tuned", { study, sql: "trials" }, () => modes(context)),
      panel("Runs by epochs", { study, sql: "runs" }, () => runs(study)),
      panel("Confusions", { ...evaluations, wide: true }, () => evaluated(context, confusions)),
      panel("Classes", { ...evaluations, wide: true }, () => evaluated(context, classes)),
      panel("Most confident mistakes", { ...evaluations, wide: true }, () => evaluated(context, mistakes))),
  ];
}

async function data(study) {
  const [found] = await source.table(of(study, "data"));
  return found ? [found.lines.map((line) => h("p", {}, line)), h("p.quiet", {}, `When the coordinator began, ${time(found.at)}.`)]
    : h("p.quiet", {}, "Not recorded yet: a coordinator records what it finds when it begins.");
}

/** The evaluation that the address names; else the newest one of the best trial, else the newest one. */
async function choose({ study, query }) {
  const [summary, all] = await Promise.all([source.json(of(study)), source.table(of(study, "evaluations"))]);
  const chosen = all.find((one) => key(one) === query.get("evaluation"))
    ?? all.find((one) => one.trial === summary.best?.trial && !one.refit) ?? all[0];
  return { summary, all, chosen };
}

function key({ images, trial, refit, views }) {
  return [images, trial, refit ? "refit" : "trial", views].join("-");
}

function name({ images, trial, refit, views }) {
  return `${refit ? "refit of " : ""}trial ${trial} on ${images} images${views > 1 ? `, ${views} views` : ""}`;
}

function command(study, trial) {
  return h("code", {}, `sextant evaluate ${study}${trial ? ` --trial ${trial}` : ""}`);
}

async function evaluated(context, show) {
  const { study, set } = context;
  const { summary, all, chosen } = await choose(context);
  if (!chosen) return h("p.quiet", {}, "No model of this study has been evaluated yet. To do so: ", command(study));
  const best = summary.best?.trial;
  return [
    best && !all.some((one) => one.trial === best)
      ? h("p.quiet", {}, `Trial ${best} is the best one now. To evaluate it: `, command(study)) : null,
    h("div.controls", { role: "group", "aria-label": "Evaluation" }, all.map((one) =>
      h("button", { type: "button", "aria-pressed": String(one === chosen), click: () => {
        set("evaluation", key(one));
        reopen();
      } }, name(one)))),
    show(context, chosen),
  ];
}

/** Shows the whole page anew: a panel that somebody uses would stay as it is. */
function reopen() {
  dispatchEvent(new Event("hashchange"));
}

function baselineName({ trial, refit }) {
  return `${refit ? "refit of " : ""}trial ${trial} (start_with)`;
}

function confusions({ study }, { result }) {
  const first = result.start_with;
  const shown = h("div", { "aria-live": "polite" });
  return [
    h("div.grid.small", {},
      matrix(`trial ${result.trial}`, result, (cell) => fill(shown, pictures(study, cell.title, cell.errors))),
      first?.confusion ? matrix(baselineName(first), { ...first, classes: result.classes },
        (cell) => fill(shown, pictures(study, cell.title, cell.errors))) : null),
    h("p.quiet", {}, "Rows are the true classes, columns the predicted ones. Select a number to see its images."),
    shown,
  ];
}

function matrix(title, { classes: metrics, confusion, errors }, open) {
  const names = metrics.map((one) => one.class);
  const wrong = names.map((_, i) => d3.sum(names, (__, j) => (i === j ? 0 : confusion[i][j] + confusion[j][i])));
  const shown = d3.range(names.length).sort((one, other) => wrong[other] - wrong[one]).slice(0, MAX_CLASSES)
    .sort((one, other) => one - other);
  const most = d3.max(shown, (i) => d3.max(confusion[i])) || 1;
  const cell = (i, j) => {
    const n = confusion[i][j];
    const label = `${n} of ${names[i]} predicted as ${names[j]}`;
    const content = n === 0 ? "" : i === j ? n : h("button", { type: "button", "aria-label": label, click: () => open({
      title: label, errors: errors.filter((error) => error.class === names[i] && error.taken_for === names[j]) }) }, n);
    const element = h("td", { class: i === j ? "right" : n > 0 ? "wrong" : null, title: label }, content);
    element.style.setProperty("--share", `${Math.round(10 + 35 * (n / most))}%`);
    return element;
  };
  return h("figure", {},
    h("figcaption", {}, title, names.length > shown.length ? `: ${shown.length} of ${names.length} classes, those with the most mistakes` : ""),
    h("div.scroll", { tabindex: 0, role: "group", "aria-label": `Confusion matrix of ${title}` },
      h("table.matrix", {},
        h("thead", {}, h("tr", {}, h("td", {}), shown.map((j) => h("th", { scope: "col" }, h("span", {}, names[j]))))),
        h("tbody", {}, shown.map((i) => h("tr", {}, h("th", { scope: "row" }, names[i]), shown.map((j) => cell(i, j))))))));
}

/** Images, the most confident mistakes first; a file without a server has their names alone. */
function pictures(study, title, errors) {
  const sorted = errors.toSorted((one, other) => other.p - one.p);
  return [
    h("h3", {}, title, sorted.length > MAX_PICTURES ? `, the ${MAX_PICTURES} most confident` : ""),
    h("div.pictures", {}, sorted.slice(0, MAX_PICTURES).map((error) => h("figure", {},
      source.isLive ? picture(study, error) : null,
      h("figcaption", {}, `${error.class} as ${error.taken_for}, ${number(error.p)}`, h("br"), h("span", {}, error.path))))),
  ];
}

function picture(study, error) {
  const image = h("img", { src: `/api/v1/${of(study, "image")}?path=${encodeURIComponent(error.path)}`, width: 176, height: 176,
    loading: "lazy", alt: `${error.class}, predicted as ${error.taken_for}` });
  image.addEventListener("error", () => image.replaceWith(h("p.quiet", {}, "This server cannot read the image.")));
  return image;
}

function classes(_, { result }) {
  const before = new Map((result.start_with?.classes ?? []).map((one) => [one.class, one]));
  const rows = d3.sort(result.classes, (one) => one.recall);
  const bar = (one) => (one ? h("span.recall", {}, shareBar(one.recall, `recall ${number(one.recall)}`), number(one.recall)) : "-");
  return table("Classes", ["class", ">images", "recall", "recall of start_with", ">gain", ">precision", ">F1"],
    rows.map((one) => {
      const other = before.get(one.class);
      return [one.class, one.support, bar(one), bar(other), other ? signed(one.recall - other.recall) : "",
        number(one.precision), number(one.f1)];
    }));
}

function mistakes({ study }, { result }) {
  if (result.errors.length === 0) return h("p", {}, "There are no mistakes.");
  return pictures(study, `${count(result.errors.length, "mistake")} on ${count(result.images, "image")}`, result.errors);
}

function signed(difference) {
  return (difference > 0 ? "+" : "") + number(difference);
}

async function gains(context) {
  const { query, set } = context;
  const { summary, chosen } = await choose(context);
  const price = Number(query.get("price") ?? summary.price_per_device_hour ?? NaN);
  const hours = summary.device_seconds / 3600;
  const perPoint = summary.per_point_of_improvement === null ? null : summary.per_point_of_improvement / 3600;
  const money = (deviceHours) => (price > 0 && deviceHours !== null ? number(price * deviceHours) : null);
  const result = chosen?.result;
  const rows = [
    result ? [`accuracy of ${name(chosen)}`, interval(result)] : null,
    result?.start_with ? [`accuracy of ${baselineName(result.start_with)}`, interval(result.start_with)] : null,
    result?.start_with ? ["lift", `${signed(100 * (result.accuracy - result.start_with.accuracy))} points`] : null,
    ["device hours", number(hours)],
    ["wall clock", duration(summary.wall_seconds)],
    ["saved by early stopping", `${number(summary.saved_by_stopping / 3600)} device hours`],
    perPoint === null ? null : [`per 0.01 of ${summary.metric}`, `${number(perPoint)} device hours`],
    money(hours) === null ? null : ["cost", money(hours)],
    money(perPoint) === null ? null : [`cost per 0.01 of ${summary.metric}`, money(perPoint)],
  ].filter(Boolean);
  return [
    table("What tuning gained", ["measure", ">value"], rows),
    h("p", {}, h("label", {}, "Price of a device hour ", h("input", { type: "number", min: 0, step: "any", value: price > 0 ? price : "",
      change: (event) => {
        set("price", event.target.value);
        reopen();
      } }))),
  ];
}

function interval({ accuracy, accuracy_low: low, accuracy_high: high }) {
  return `${number(accuracy)} (${number(low)} to ${number(high)})`;
}

/** A frozen backbone beside a fine-tuned one, where the study searched both. */
async function modes({ study, trialLink }) {
  const [summary, trials] = await Promise.all([source.json(of(study)), source.trials(study)]);
  if (!("fine_tuning" in summary.space)) {
    return h("p.quiet", {}, "The study does not search ", h("code", {}, "fine_tuning"), ", so all its trials train in one way.");
  }
  const sign = summary.goal === "maximize" ? 1 : -1;
  return table("Frozen and fine-tuned", ["backbone", ">best", ">trial", ">trials", ">device time"], [false, true].map((tuned) => {
    const own = trials.filter((trial) => trial.params.fine_tuning === tuned);
    const best = d3.greatest(own.filter((trial) => trial.feasible_value !== null && trial.state !== "FAILED"),
      (trial) => sign * trial.feasible_value);
    return [tuned ? "fine-tuned" : "frozen", best ? number(best.feasible_value) : "-", best ? trialLink(best.trial) : "-",
      count(own.length), duration(d3.sum(own, (trial) => trial.device_seconds))];
  }));
}

async function runs(study) {
  const rows = (await source.table(of(study, "runs"))).filter((run) => run.started_at);
  if (rows.length === 0) return h("p.quiet", {}, "No run has begun yet.");
  const begin = d3.min(rows, (run) => new Date(run.started_at));
  const points = rows.map((run) => ({ ...run, hours: (new Date(run.started_at) - begin) / 3.6e6 }));
  return chart(`${count(rows.length, "run")} over time, by the epoch that they are for`, {
    width: 560,
    height: 240,
    x: { label: "hours since the first run", grid: true },
    y: { label: "to epoch", type: "point", reverse: true },
    marks: [
      Plot.dot(thin(points), { x: "hours", y: "to_epoch", fill: "var(--accent)", fillOpacity: 0.4, r: 3 }),
      Plot.tip(points, Plot.pointer({ x: "hours", y: "to_epoch", title: (run) =>
        `trial ${run.trial}, epochs ${run.from_epoch + 1} to ${run.to_epoch}\n${run.state.toLowerCase()}, ${duration(run.device_seconds)}` })),
    ],
  });
}
