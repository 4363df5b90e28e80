// The panels beside the chat: one at a time, and over the chat where there is no room beside it.
import { at } from "./dom.js";

const tabs = [...document.querySelectorAll("[role=tab]")];
const narrow = matchMedia("(max-width: 58rem)");
const listeners = [];
let from = null;

/** A panel that is not chosen is not drawn: the chat comes first. */
export const isChosen = (name) => at(`tab-${name}`).getAttribute("aria-selected") === "true";
/** Whether somebody can see it, too. */
export const isShown = (name) => isChosen(name) && (!narrow.matches || document.body.classList.contains("panel-open"));

/** Shows one panel. */
export function select(name, { focus = false } = {}) {
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    at(tab.getAttribute("aria-controls")).hidden = !chosen;
    if (chosen && focus) tab.focus();
  }
  localStorage.setItem("panel", name);
  for (const listener of listeners) listener();
}

/** Calls back whenever another panel is chosen. */
export const onSelect = (listener) => listeners.push(listener);

/** Shows a panel, also where panels cover the chat. */
export function reveal(name, options) {
  if (narrow.matches) openSide(true);
  select(name, options);
}

function openSide(open) {
  if (open) from = document.activeElement;
  document.body.classList.toggle("panel-open", open);
  at("open-side").setAttribute("aria-expanded", String(open));
  // What is covered must not be reached by the Tab key.
  at("talk").inert = open && narrow.matches;
  at("side").inert = !open && narrow.matches;
}

/** Back to the chat, and to where one was in it. */
export function closeSide() {
  openSide(false);
  (from?.isConnected && at("talk").contains(from) ? from : at("open-side")).focus();
}

function keys(event) {
  const here = tabs.indexOf(event.target);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (here < 0 || next === undefined) return;
  event.preventDefault();
  select(tabs.at(next % tabs.length).id.slice(4), { focus: true });
}

export function startTabs() {
  for (const tab of tabs) tab.addEventListener("click", () => select(tab.id.slice(4)));
  document.querySelector("[role=tablist]").addEventListener("keydown", keys);
  at("open-side").addEventListener("click", () => { openSide(true); document.querySelector("[role=tab][aria-selected=true]").focus(); });
  at("close-side").addEventListener("click", closeSide);
  at("side").addEventListener("keydown", (event) => { if (event.key === "Escape" && narrow.matches) closeSide(); });
  narrow.addEventListener("change", () => openSide(false));
  openSide(false);
  const last = localStorage.getItem("panel");
  select(at(`tab-${last}`) ? last : "people");
}
