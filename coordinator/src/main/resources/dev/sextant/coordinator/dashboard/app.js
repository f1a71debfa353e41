// Finds the page of an address, shows it, and tells its panels when their study has changed.
import { source } from "sextant/data";
import { fill, h } from "sextant/dom";
import { time } from "sextant/format";
import { comparePage } from "sextant/page-compare";
import { curvesPage } from "sextant/page-curves";
import { decisionsPage } from "sextant/page-decisions";
import { healthPage } from "sextant/page-health";
import { imagesPage } from "sextant/page-images";
import { rungsPage } from "sextant/page-rungs";
import { slotsPage } from "sextant/page-slots";
import { spacePage } from "sextant/page-space";
import { studiesPage } from "sextant/page-studies";
import { studyPage } from "sextant/page-study";
import { trialPage } from "sextant/page-trial";
import { trialsPage } from "sextant/page-trials";

/** Pages of a study, in the order of its menu; some for one trainer alone. */
const PAGES = [
  ["", "Overview", studyPage],
  ["trials", "Trials", trialsPage],
  ["curves", "Curves", curvesPage],
  ["rungs", "Rungs and cost", rungsPage],
  ["space", "Space", spacePage],
  ["images", "Images", imagesPage, "image-classifier"],
  ["decisions", "Decisions", decisionsPage],
  ["slots", "Slots", slotsPage],
];
const REFRESH_MILLIS = 400;

const banner = h("div.banner", { role: "status", hidden: true });
const menu = h("nav", { "aria-label": "Pages" });
const main = h("main", { id: "main", tabindex: -1 });
let study = null;
let timer = null;

/** An address: #/study/NAME/PAGE?parameters. */
function address() {
  const [path, query = ""] = location.hash.replace(/^#/, "").split("?");
  return { parts: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

function link(parts, query = {}) {
  const search = new URLSearchParams(query).toString();
  return "#/" + parts.map(encodeURIComponent).join("/") + (search ? "?" + search : "");
}

/** What pages get: where they are, and how to keep a choice in the address. */
function context(query) {
  return {
    study,
    query,
    link,
    set(name, value) {
      if (value === null || value === "") query.delete(name);
      else query.set(name, value);
      const text = query.toString();
      history.replaceState(null, "", location.hash.split("?")[0] + (text ? "?" + text : ""));
    },
    trialLink: (number) => h("a", { href: link(["study", study, "trial", String(number)]) }, String(number)),
  };
}

async function show() {
  const about = await source.about;
  const { parts, query } = address();
  if (about && parts.length === 0) parts.push("study", about.study);
  study = parts[0] === "study" ? parts[1] : null;
  fill(menu, menuItems(parts, about));
  showItemsOfTrainer(study);
  document.title = (study ?? "Studies") + " · Sextant";
  fill(main, page(parts, context(query)));
}

function page(parts, about) {
  if (parts.length === 0) return studiesPage(about);
  if (parts[0] === "health" && source.isLive) return healthPage(about);
  if (parts[0] === "compare") return comparePage(about);
  if (parts[0] === "study" && parts[2] === "trial") return trialPage(about, Number(parts[3]));
  if (parts[0] === "study" && parts[2] === "compare") return comparePage(about);
  const found = PAGES.find(([name]) => parts[0] === "study" && name === (parts[2] ?? ""));
  return found ? found[2](about) : h("p.problem", {}, "There is no page ", location.hash);
}

function menuItems(parts, about) {
  const item = (href, text, isHere) => h("a", { href, "aria-current": isHere ? "page" : null }, text);
  return [
    source.isLive ? item("#/", "Studies", parts.length === 0) : null,
    source.isLive ? item("#/health", "Health", parts[0] === "health") : null,
    study === null ? null : h("strong", {}, study),
    study === null ? null : PAGES.map(([name, title, , trainer]) => {
      const page = item(link(["study", study, name].filter(Boolean)), title, (parts[2] ?? "") === name);
      page.hidden = trainer !== undefined;
      if (trainer) page.dataset.trainer = trainer;
      return page;
    }),
    about ? h("span.quiet", {}, `as of ${time(about.made_at)}`) : null,
    h("button.theme", { type: "button", click: switchTheme, "aria-label": "Light or dark" }, "◐"),
  ];
}

async function showItemsOfTrainer(shown) {
  if (shown === null) return;
  const summary = await source.json("studies/" + encodeURIComponent(shown)).catch(() => null);
  if (summary === null || shown !== study) return;
  for (const item of menu.querySelectorAll("[data-trainer]")) item.hidden = item.dataset.trainer !== summary.trainer;
}

function switchTheme() {
  const { dataset } = document.documentElement;
  const shown = dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  dataset.theme = shown === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("sextant-theme", dataset.theme);
  } catch {
    // A file may have no storage: the choice lasts until it is closed.
  }
}

function refresh(studies) {
  if (studies !== null && study !== null && !studies.includes(study)) return;
  timer ??= setTimeout(() => {
    timer = null;
    for (const panel of main.querySelectorAll(".panel, .live")) panel.refresh?.();
  }, REFRESH_MILLIS);
}

function showState(why) {
  banner.hidden = why === "";
  banner.textContent = why === "" ? "" : `The pages do not change at present: ${why}`;
}

try {
  const theme = localStorage.getItem("sextant-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // As above.
}
document.body.append(h("a.skip", { href: "#main", click: (event) => { event.preventDefault(); main.focus(); } },
  "To the content"), h("header.top", {}, menu), banner, main);
addEventListener("hashchange", () => { show(); scrollTo(0, 0); });
source.onChange(refresh);
source.onState(showState);
show();
