// Builds elements. Text from studies becomes text nodes, never markup.

/**
 * Creates an HTML element.
 *
 * @param tag name, with classes after dots: "div.panel.wide"
 * @param attributes values by name; functions are listeners, false and null leave an attribute out
 * @param children elements, text, numbers, arrays of them, or null
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length > 0) element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Creates a table from headings and rows of cells. Cells are children of `h`; headings that begin with ">" are numbers. */
export function table(caption, headings, rows) {
  const isNumber = headings.map((heading) => heading.startsWith(">"));
  return h("div.scroll", { tabindex: 0, role: "group", "aria-label": caption },
    h("table", {},
      h("caption.hidden", {}, caption),
      h("thead", {}, h("tr", {}, headings.map((heading, i) =>
        h("th", { scope: "col", class: isNumber[i] ? "number" : null }, heading.replace(/^>/, ""))))),
      h("tbody", {}, rows.map((cells) =>
        h("tr", {}, cells.map((cell, i) => h("td", { class: isNumber[i] ? "number" : null }, cell)))))));
}

/** Replaces the content of an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Offers content as a file. */
export function download(name, content, type) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
