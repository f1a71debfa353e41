// What slots do, and did.
import { chart, d3, Plot } from "sextant/charts";
import { of, source } from "sextant/data";
import { h, table } from "sextant/dom";
import { ago, duration, share } from "sextant/format";
import { panel } from "sextant/panel";

const MAX_BARS = 2_000;
const COLORS = { RUNNING: "var(--accent)", DISPATCHED: "var(--accent)", REACHED: "var(--good)", STOPPED: "var(--quiet)",
  FAILED: "var(--bad)", LOST: "var(--second)" };

export function slotsPage({ study, trialLink }) {
  return [h("h1", {}, study), h("div.grid", {},
    panel("Now", { study, sql: "slots" }, () => now(study, trialLink)),
    panel("Hosts", { study, sql: "runs" }, () => hosts(study)),
    panel("Slots over time", { study, sql: "runs", wide: true }, () => overTime(study)))];
}

async function now(study, trialLink) {
  const [summary, slots] = await Promise.all([source.json(of(study)), source.table(of(study, "slots"))]);
  if (slots.length === 0) return h("p.quiet", {}, "No slot is at work: the study is not running.");
  return table("Slots", [">slot", ">trial", "epoch", "host", "device", "since"], slots.map((slot) => slot.trial === null
    ? [slot.slot, "-", "free", "", "", ""]
    : [slot.slot, trialLink(slot.trial), `${slot.epoch ?? 0} of ${slot.to_epoch}`, slot.host ?? "-", slot.device ?? "starting",
      ago(slot.since, summary.read_at)]));
}

async function hosts(study) {
  const runs = await source.table(of(study, "runs"));
  const groups = d3.rollups(runs.filter((run) => run.host), (group) => ({
    runs: group.length,
    lost: group.filter((run) => run.state === "LOST").length,
    failed: group.filter((run) => run.state === "FAILED").length,
    seconds: d3.sum(group, (run) => run.device_seconds),
  }), (run) => run.host);
  return table("Hosts", ["host", ">runs", ">failed", ">lost", ">device time"], groups.map(([host, sums]) =>
    [host, sums.runs, sums.failed, sums.lost, duration(sums.seconds)]));
}

async function overTime(study) {
  const [summary, all] = await Promise.all([source.json(of(study)), source.table(of(study, "runs"))]);
  const end = new Date(summary.read_at);
  const bars = all.filter((run) => run.slot !== null && (run.started_at ?? run.dispatched_at)).slice(-MAX_BARS).map((run) => ({
    ...run, from: new Date(run.started_at ?? run.dispatched_at), to: run.ended_at ? new Date(run.ended_at) : end }));
  if (bars.length === 0) return h("p.quiet", {}, "No run has started yet.");
  const span = (d3.max(bars, (bar) => bar.to) - d3.min(bars, (bar) => bar.from)) / 1000;
  const slots = [...new Set(bars.map((bar) => bar.slot))].sort((one, other) => one - other);
  const busy = d3.sum(bars, (bar) => (bar.to - bar.from) / 1000);
  return [
    chart(`Runs on ${slots.length} slots`, {
      width: 1240,
      height: 60 + 26 * Math.min(slots.length, 40),
      x: { type: "time", label: null },
      y: { type: "band", label: "slot", domain: slots },
      marks: [
        Plot.barX(bars, { x1: "from", x2: "to", y: "slot", fill: (bar) => COLORS[bar.state] ?? "var(--quiet)", fillOpacity: 0.75,
          inset: 0.3 }),
        Plot.tip(bars, Plot.pointer({ x: (bar) => new Date((+bar.from + +bar.to) / 2), y: "slot", title: (bar) =>
          `trial ${bar.trial}, epochs ${bar.from_epoch} to ${bar.to_epoch}\n${bar.state.toLowerCase()}, `
          + `${duration((bar.to - bar.from) / 1000)}\n${bar.outcome ?? ""}` })),
      ],
    }),
    h("p.quiet", {}, `${Object.keys(COLORS).filter((state) => bars.some((bar) => bar.state === state)).map((state) => state.toLowerCase()).join(", ")}. `,
      `Busy ${share(busy, span * slots.length)} of the time from the first run to the last; pauses of the study count as idle.`),
  ];
}

