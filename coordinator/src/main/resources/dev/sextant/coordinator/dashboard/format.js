// Writes values as the commands do.

const NOTHING = "-";

/** Four significant digits: 0.9123, 1.5e-05, 12350. */
export function number(value) {
  if (value === null || value === undefined) return NOTHING;
  if (typeof value !== "number") return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e7) {
    const [mantissa, exponent] = value.toExponential(3).split("e");
    const sign = exponent[0] === "-" ? "-" : "+";
    return `${Number(mantissa)}e${sign}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
  }
  return size >= 1e4 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
}

/** A whole number with a thin separator: 12 345. */
export function count(value, thing) {
  const text = String(value).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return thing ? `${text} ${value === 1 ? thing : thing + "s"}` : text;
}

/** The two largest units: 2d 3h, 3h 12m, 1m 5s, 4.2s, 30ms. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return NOTHING;
  if (seconds < 0) return "-" + duration(-seconds);
  if (seconds < 1) return `${Math.round(seconds * 1000)}ms`;
  const tenths = Math.round(seconds * 10);
  if (tenths < 600) return `${tenths / 10}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return twoUnits(whole, 60, "m", "s");
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, "h", "m");
  return twoUnits(Math.round(minutes / 60), 24, "d", "h");
}

function twoUnits(small, per, large, rest) {
  return Math.floor(small / per) + large + (small % per === 0 ? "" : ` ${small % per}${rest}`);
}

export function ago(time, now) {
  const seconds = Math.floor((new Date(now) - new Date(time)) / 1000);
  return seconds < 1 ? "just now" : `${duration(seconds)} ago`;
}

export function time(value) {
  if (!value) return NOTHING;
  const at = new Date(value);
  const two = (part) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} `
    + `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export function share(part, whole) {
  return whole > 0 ? `${Math.round((100 * part) / whole)} %` : NOTHING;
}

/** The value of a parameter; of an absolute path, the file name. */
export function value(parameter) {
  if (parameter === null || parameter === undefined) return "";
  if (typeof parameter === "number") return number(parameter);
  if (Array.isArray(parameter)) return `[${parameter.map(value).join(", ")}]`;
  if (typeof parameter === "object") {
    return `{${Object.entries(parameter).map(([key, one]) => `${key}: ${value(one)}`).join(", ")}}`;
  }
  const text = String(parameter);
  return /^([A-Za-z][A-Za-z0-9+.-]*:)?\/.*[^/]$/.test(text) ? text.slice(text.lastIndexOf("/") + 1) : text;
}

/** A cell of a CSV file that no spreadsheet takes for a formula. */
export function csvCell(content) {
  let text = content === null || content === undefined ? "" : String(content);
  if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
