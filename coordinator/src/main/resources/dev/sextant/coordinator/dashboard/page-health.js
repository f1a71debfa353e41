// Who works on what, and what is stuck.
import { of, source } from "sextant/data";
import { h, table } from "sextant/dom";
import { ago, count, time } from "sextant/format";
import { look } from "sextant/page-studies";
import { panel } from "sextant/panel";

export function healthPage({ link }) {
  return [h("h1", {}, "Health"), h("div.grid", {},
    panel("Coordinators", { sql: "studies" }, async () => {
      const held = (await source.table("studies")).filter((study) => study.holder);
      return held.length === 0 ? h("p.quiet", {}, "No coordinator is at work.")
        : table("Coordinators", ["study", "state", "coordinator", "last heartbeat"], held.map((study) => [
          h("a", { href: link(["study", study.study]) }, study.study),
          h("span", { class: look(study.state) }, study.state.toLowerCase()), study.holder,
          study.beat_at ? ago(study.beat_at, study.read_at) : "none"]));
    }),
    panel("Stuck runs", {}, async () => {
      const stuck = (await source.table("studies")).filter((study) => study.stuck > 0);
      const runs = await Promise.all(stuck.map((study) => source.table(of(study.study, "stuck_runs"))));
      return stuck.length === 0 ? h("p", {}, "None.")
        : table("Stuck runs", ["study", ">trial", ">run", "host", "since", "why"], runs.flatMap((rows, i) => rows.map((run) =>
          [stuck[i].study, run.trial, run.run, run.host ?? "-", time(run.since), run.why])));
    }),
    panel("Totals", { sql: "studies" }, async () => {
      const studies = await source.table("studies");
      const sum = (column) => count(studies.reduce((total, study) => total + Number(study[column] ?? 0), 0));
      return table("Totals", ["of all studies", ">number"], [["studies", count(studies.length)], ["trials", sum("trials")],
        ["epochs", sum("epochs")], ["running", sum("running")]]);
    }))];
}
