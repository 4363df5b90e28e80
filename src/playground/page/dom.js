// Nodes: finding, making, and renewing them without losing the keyboard's place.
export const at = (id) => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** One of the drawings at the top of the page. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

const CONTROLS = "button, a[href], select, input, textarea, summary, [tabindex]";

/** Whoever was on a control of the old node is put on the same one of the new node. */
function replace(old, node) {
  const focused = old.contains(document.activeElement) ? [...old.querySelectorAll(CONTROLS)].indexOf(document.activeElement) : -1;
  const open = [...old.querySelectorAll("details")].map((details) => details.open);
  old.replaceWith(node);
  [...node.querySelectorAll("details")].forEach((details, index) => { details.open = open[index] ?? details.open; });
  if (focused < 0) return;
  const fresh = [...node.querySelectorAll(CONTROLS)];
  (fresh[focused] ?? fresh.at(-1))?.focus({ preventScroll: true });
}

const kept = new WeakMap();

/**
 * Makes a container show these items, `[id, value]`, and touches only what differs from last time.
 * Gives back the ids that are new and those that changed.
 */
export function renew(container, items, build) {
  const old = kept.get(container) ?? new Map();
  const next = new Map();
  const result = { fresh: [], changed: [] };
  const ids = new Set(items.map(([id]) => id));
  for (const [id, { node }] of old) if (!ids.has(id)) node.remove();
  let place = container.firstChild;
  for (const [id, value] of items) {
    const key = JSON.stringify(value) + document.documentElement.lang;
    const before = old.get(id);
    let node = before?.node;
    if (!before) {
      node = build(value, id);
      result.fresh.push(id);
    } else if (before.key !== key) {
      node = build(value, id);
      if (place === before.node) place = node;
      replace(before.node, node);
      result.changed.push(id);
    }
    if (node === place) place = node.nextSibling;
    else container.insertBefore(node, place);
    next.set(id, { key, node });
  }
  kept.set(container, next);
  return result;
}

/** Forgets what a container shows. */
export function empty(container) {
  container.replaceChildren();
  kept.delete(container);
}

/** Options of a select, `[value, text]`; the choice stays when it still exists. */
export function fill(select, options, value) {
  const key = JSON.stringify(options);
  if (select.dataset.key !== key) {
    // A select that was empty has no choice to keep.
    const chosen = select.options.length ? select.value : null;
    select.replaceChildren(...options.map(([id, text]) => make("option", { value: id }, text)));
    if (options.some(([id]) => String(id) === chosen)) select.value = chosen;
    select.dataset.key = key;
  }
  if (value !== undefined) select.value = value;
}

/** Runs a button's work once at a time. */
export async function busy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return undefined;
  node.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}
