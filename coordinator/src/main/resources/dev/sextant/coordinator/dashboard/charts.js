// Charts, drawn by Observable Plot.
import { number } from "sextant/format";

const Plot = globalThis.Plot;
const d3 = globalThis.d3;

/** More points than this are thinned: a screen shows no more. */
const MAX_POINTS = 3_000;

/**
 * Draws a chart.
 *
 * @param label read to those who do not see it
 * @param options those of Plot.plot; the width is smaller where the window is
 */
export function chart(label, options) {
  const element = Plot.plot({
    className: "chart",
    height: 300,
    marginLeft: 56,
    ariaLabel: label,
    ...options,
    width: Math.min(options.width, document.documentElement.clientWidth - 60),
    y: { tickFormat: (value) => number(value), ...options.y },
  });
  // One picture to a screen reader, not a heap of marks.
  element.setAttribute("role", "img");
  for (const part of element.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  return element;
}

/** Type of an axis for positive values that span more than two decades: "log"; else "linear". */
export function scaleOf(values) {
  const finite = values.filter(Number.isFinite);
  const [low, high] = d3.extent(finite);
  return low > 0 && high / low >= 100 ? "log" : "linear";
}

/** Range of values without the few worst ones, which would squeeze all others; all values if none stand out. */
export function usefulRange(values, goal) {
  const sorted = d3.sort(values.filter(Number.isFinite));
  if (sorted.length < 10) return undefined;
  const [low, high] = d3.extent(sorted);
  const [q05, q95] = [d3.quantileSorted(sorted, 0.05), d3.quantileSorted(sorted, 0.95)];
  const spread = q95 - q05 || high - low || 1;
  return goal === "maximize" ? [Math.max(low, q05 - spread), high] : [low, Math.min(high, q95 + spread)];
}

/** At most MAX_POINTS rows, evenly chosen, and all that must stay. */
export function thin(rows, mustStay = () => false) {
  if (rows.length <= MAX_POINTS) return rows;
  const step = rows.length / MAX_POINTS;
  return rows.filter((row, i) => Math.floor(i / step) !== Math.floor((i - 1) / step) || mustStay(row));
}

/** The rows at which the best value so far improves. */
export function improvements(rows, value, goal) {
  const isBetter = goal === "maximize" ? (one, other) => one > other : (one, other) => one < other;
  const found = [];
  for (const row of rows) {
    if (Number.isFinite(value(row)) && (found.length === 0 || isBetter(value(row), value(found.at(-1))))) found.push(row);
  }
  return found;
}

/** Colors from faint to strong, for 0 to n - 1, on light and on dark ground. */
export function shades(n) {
  return d3.range(n).map((i) => `color-mix(in oklab, var(--second) ${Math.round((100 * i) / Math.max(1, n - 1))}%, var(--faint))`);
}

/** A line of a few pixels, without axes. */
export function sparkline(label, values) {
  if (values.length < 2) return "";
  const range = d3.extent(values);
  const x = d3.scaleLinear([0, values.length - 1], [1, 89]);
  const y = d3.scaleLinear(range[0] === range[1] ? [range[0] - 1, range[1] + 1] : range, [19, 3]);
  const svg = d3.create("svg").attr("class", "sparkline").attr("viewBox", "0 0 90 22").attr("role", "img")
    .attr("aria-label", label);
  svg.append("path").attr("d", d3.line((value, i) => x(i), y).curve(d3.curveStepAfter)(values));
  return svg.node();
}

/** A bar that shows a share of one, with its number beside it. */
export function shareBar(share, label) {
  const svg = d3.create("svg").attr("class", "share").attr("viewBox", "0 0 100 8").attr("role", "img")
    .attr("aria-label", label).attr("preserveAspectRatio", "none");
  svg.append("rect").attr("class", "whole").attr("width", 100).attr("height", 8);
  svg.append("rect").attr("class", "part").attr("width", 100 * Math.max(0, Math.min(1, share))).attr("height", 8);
  return svg.node();
}

export { Plot, d3 };
