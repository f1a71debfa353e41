// Every decision, with its reason.
import { of, source } from "sextant/data";
import { h } from "sextant/dom";
import { story } from "sextant/page-study";
import { panel } from "sextant/panel";

const PAGE = 200;

export function decisionsPage({ study, query, set, trialLink }) {
  const element = panel("Decisions", { study, sql: "decisions", wide: true }, async () => {
    const parameters = { limit: PAGE };
    if (query.get("before")) parameters.before = query.get("before");
    const rows = await source.table(of(study, "decisions"), parameters);
    const kind = query.get("kind") ?? "";
    const shown = rows.filter((row) => kind === "" || row.kind === kind);
    const choose = (name, one) => () => { set(name, one); element.refresh(); };
    return [
      h("div.controls", { role: "group", "aria-label": "Kind" },
        ["", ...new Set(rows.map((row) => row.kind))].map((one) =>
          h("button", { type: "button", "aria-pressed": String(one === kind), click: choose("kind", one) },
            one === "" ? "all" : one.toLowerCase()))),
      story(shown, trialLink),
      h("div.controls", {},
        h("button", { type: "button", disabled: !query.get("before"), click: choose("before", null) }, "Newest"),
        h("button", { type: "button", disabled: rows.length < PAGE,
          click: choose("before", rows.length === 0 ? null : String(rows.at(-1).decision)) }, "Older")),
    ];
  });
  return [h("h1", {}, study), element];
}
