// JSON to look at.
import { make } from "./dom.js";

function leaf(value) {
  const kind = value === null ? "nothing" : typeof value;
  return make("span", { className: `json-${kind}` }, JSON.stringify(value));
}

/** JSON that folds: small things stay on their line. */
export function json(value, name, depth = 0) {
  const label = name === undefined ? null : make("span", { className: "json-name" }, `${name}: `);
  const short = JSON.stringify(value) ?? "null";
  if (value === null || typeof value !== "object" || short.length < 40) {
    return make("div", { className: "json-line" }, label, value !== null && typeof value === "object" ? make("span", {}, short) : leaf(value));
  }
  const pairs = Object.entries(value);
  const size = Array.isArray(value) ? `[${pairs.length}]` : `{${pairs.length}}`;
  return make("details", { className: "json", open: depth < 2 }, make("summary", {}, label, make("span", { className: "json-size" }, size)),
    ...pairs.map(([key, inner]) => json(inner, key, depth + 1)));
}

/** The same behind a title, closed at first. */
export const folded = (title, value) => make("details", { className: "more" }, make("summary", {}, title), make("div", { className: "tree" }, json(value)));
