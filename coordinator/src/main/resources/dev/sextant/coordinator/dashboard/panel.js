// A part of a page: a title, content that follows its study, and a menu with its SQL and its picture.
import { source } from "sextant/data";
import { download, fill, h } from "sextant/dom";

/**
 * Creates a panel.
 *
 * @param title heading
 * @param options study; sql: name of the query, with parameters; wide: whether it takes a whole row
 * @param content returns the children; called again after each change of the study
 */
export function panel(title, options, content) {
  const body = h("div.body", { "aria-busy": "true" }, h("p.quiet", {}, "Loading ..."));
  const menu = h("div.menu");
  const element = h("section.panel" + (options.wide ? ".wide" : ""), { "aria-label": title },
    h("header", {}, h("h2", {}, title), menu), body);
  let isShown = false;

  element.refresh = async () => {
    try {
      const children = [await content()].flat();
      // What somebody points at or has selected stays until it is left.
      if (isShown && (body.matches(":hover") || body.contains(document.activeElement))) return;
      isShown = true;
      fill(body, children);
    } catch (error) {
      fill(body, h("p.problem", { role: "alert" }, error.message));
    }
    body.removeAttribute("aria-busy");
    fillMenu(menu, title, options, body);
  };
  element.refresh();
  return element;
}

function fillMenu(menu, title, options, body) {
  const picture = body.querySelector("svg.chart");
  fill(menu,
    options.sql ? h("button", { type: "button", click: () => showSql(title, options) }, "SQL") : null,
    picture ? h("button", { type: "button", click: () => save(title, picture) }, "SVG") : null,
    picture ? h("button", { type: "button", click: () => savePng(title, picture) }, "PNG") : null);
}

async function showSql(title, { study, sql, parameters = {} }) {
  const panels = await source.json("panels");
  const query = withValues(panels[sql], { study, since: "-infinity", before: Number.MAX_SAFE_INTEGER, limit: 1000,
    trials: "{}", ...parameters });
  const forms = {
    psql: query + ";",
    pandas: `import pandas\nfrom sqlalchemy import create_engine\n\n`
      + `engine = create_engine("postgresql://USER@HOST/DATABASE?options=-csearch_path%3Dsextant")\n`
      + `table = pandas.read_sql(r"""\n${query}""", engine)`,
    Spark: `table = (spark.read.format("jdbc")\n    .option("url", "jdbc:postgresql://HOST/DATABASE?currentSchema=sextant")\n`
      + `    .option("query", r"""\n${query}""")\n    .load())`,
  };
  const text = h("pre", { tabindex: 0 }, forms.psql);
  const dialog = h("dialog", { "aria-label": "SQL of " + title },
    h("header", {}, h("h2", {}, "SQL of " + title.toLowerCase()),
      h("button", { type: "button", click: () => dialog.close() }, "Close")),
    h("p", {}, Object.keys(forms).map((form) => h("button", { type: "button", click: () => fill(text, forms[form]) }, form)),
      h("button", { type: "button", click: () => navigator.clipboard?.writeText(text.textContent) }, "Copy")),
    text);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function withValues(sql, values) {
  return sql.replace(/(?<!:):([a-z]+)\b/g, (name, key) => {
    if (!(key in values)) return name;
    return typeof values[key] === "number" ? values[key] : `'${String(values[key]).replaceAll("'", "''")}'`;
  });
}

/** A picture with the colors that the page gives it. */
function alone(picture) {
  const copy = picture.cloneNode(true);
  const parts = [picture, ...picture.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  parts.forEach((part, i) => {
    const style = getComputedStyle(part);
    for (const name of ["fill", "stroke", "font-family", "font-size", "opacity"]) {
      copies[i].setAttribute(name, style.getPropertyValue(name));
    }
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

function fileName(title, ending) {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-") + ending;
}

function save(title, picture) {
  download(fileName(title, ".svg"), alone(picture), "image/svg+xml");
}

function savePng(title, picture) {
  const image = new Image();
  image.onload = () => {
    const { width, height } = picture.getBoundingClientRect();
    const canvas = h("canvas", { width: 2 * width, height: 2 * height });
    const context = canvas.getContext("2d");
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, 2 * width, 2 * height);
    context.drawImage(image, 0, 0, 2 * width, 2 * height);
    canvas.toBlob((blob) => download(fileName(title, ".png"), blob));
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(alone(picture));
}
