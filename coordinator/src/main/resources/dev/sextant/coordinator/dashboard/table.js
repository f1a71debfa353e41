// A table of any length: only the rows in sight are elements.
import { fill, h } from "sextant/dom";

const ROW_HEIGHT = 30;
const MARGIN_ROWS = 12;

/**
 * Creates a table that sorts and scrolls.
 *
 * @param label read to those who do not see it
 * @param columns objects: name, title, isNumber, width in em, cell(row) for its content, key(row) for sorting
 * @param options sort: name of a column, with "-" before it for the largest first; onSort(sort)
 */
export function bigTable(label, columns, options) {
  const byName = new Map(columns.map((column) => [column.name, column]));
  let rows = [];
  let sort = options.sort;

  const head = h("div.row.head", { role: "row" });
  const space = h("div.space", { role: "presentation" });
  const view = h("div.rows", { role: "rowgroup" }, space);
  const element = h("div.big-table", { role: "table", "aria-label": label, tabindex: 0 }, head, view);
  const widths = columns.map((column) => `minmax(${column.width ?? 6}em, ${column.width ?? 6}fr)`).join(" ");
  element.style.setProperty("--columns", widths);
  element.style.setProperty("--width", `${columns.reduce((sum, column) => sum + (column.width ?? 6) + 1, 0)}em`);

  function drawHead() {
    fill(head, columns.map((column) => {
      const direction = sort === column.name ? "ascending" : sort === "-" + column.name ? "descending" : "none";
      return h("div", { role: "columnheader", "aria-sort": direction, class: column.isNumber ? "number" : null },
        h("button", { type: "button", title: "Sort by " + column.title, click: () => sortBy(column.name) },
          column.title, { ascending: " ▲", descending: " ▼", none: "" }[direction]));
    }));
  }

  function sortBy(name) {
    sort = sort === "-" + name ? name : "-" + name;
    options.onSort?.(sort);
    drawHead();
    order();
    draw();
  }

  function order() {
    const column = byName.get(sort?.replace(/^-/, ""));
    if (!column) return;
    const sign = sort.startsWith("-") ? -1 : 1;
    rows = rows.map((row) => [column.key(row), row]).sort(([one], [other]) => {
      if (one === other) return 0;
      if (one === null || one === undefined) return 1;
      if (other === null || other === undefined) return -1;
      return sign * (one < other ? -1 : 1);
    }).map(([, row]) => row);
  }

  function draw() {
    const first = Math.max(0, Math.floor(element.scrollTop / ROW_HEIGHT) - MARGIN_ROWS);
    const last = Math.min(rows.length, first + Math.ceil((element.clientHeight || 600) / ROW_HEIGHT) + 2 * MARGIN_ROWS);
    space.style.height = `${rows.length * ROW_HEIGHT}px`;
    for (const old of [...view.children]) if (old !== space) old.remove();
    for (let i = first; i < last; i++) {
      const row = h("div.row", { role: "row", "aria-rowindex": i + 2 },
        columns.map((column) => h("div", { role: "cell", class: column.isNumber ? "number" : null }, column.cell(rows[i]))));
      row.style.transform = `translateY(${i * ROW_HEIGHT}px)`;
      view.append(row);
    }
  }

  element.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(element);
  drawHead();

  /** Shows other rows, at the same place. */
  element.show = (shown) => {
    rows = shown;
    element.setAttribute("aria-rowcount", rows.length + 1);
    order();
    draw();
  };
  return element;
}
