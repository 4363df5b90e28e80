// The list of messages: days, albums, scrolling, and what a screen reader is told.
import { bubble, setNote } from "./bubble.js";
import { at, empty, make, renew } from "./dom.js";
import { view } from "./store.js";
import { lang, plural, word } from "./words.js";

const log = at("log");
let missed = 0;
let isFirst = true;

const dayOf = (message) => new Date(message.date * 1000).toLocaleDateString("sv");

function dayWords(day) {
  const date = new Date(`${day}T12:00:00`);
  const today = new Date();
  const ago = Math.round((new Date(today.toLocaleDateString("sv") + "T12:00:00") - date) / 86_400_000);
  if (ago === 0) return word("today");
  if (ago === 1) return word("yesterday");
  const isThisYear = date.getFullYear() === today.getFullYear();
  return date.toLocaleDateString(lang(), { day: "numeric", month: "long", ...(isThisYear ? {} : { year: "numeric" }) });
}

/** Neighbours of one album become one entry. */
function albums(messages) {
  const entries = [];
  for (const message of messages) {
    const last = entries.at(-1);
    if (message.media_group_id && last?.[0].media_group_id === message.media_group_id) last.push(message);
    else entries.push([message]);
  }
  return entries;
}

function items(entries) {
  const list = [];
  let day = "";
  for (const messages of entries) {
    if (dayOf(messages[0]) !== day) {
      day = dayOf(messages[0]);
      list.push([`d${day}`, { day, words: dayWords(day) }]);
    }
    list.push([`m${messages[0].message_id}`, { messages }]);
  }
  return list;
}

const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

function toEnd() {
  missed = 0;
  log.scrollTop = log.scrollHeight;
  showPill();
}

function showPill() {
  at("newest").hidden = isAtEnd();
  at("newest-words").textContent = missed ? plural("newMessages", missed) : word("toNewest");
  at("newest").classList.toggle("news", missed > 0);
}

/** New and edited messages of the bot, said once and briefly; the log itself stays silent. */
function announce(entries) {
  const words = entries.map(([message]) => message.text ?? message.caption ?? message.document?.file_name ?? word("photo"));
  if (words.length) at("news").textContent = `${word("bot")}: ${words.join(" ").slice(0, 400)}`;
}

/** The details buttons are one stop of the Tab key; the arrows go from message to message. */
function rove(node) {
  for (const other of log.querySelectorAll(".details[tabindex='0']")) other.tabIndex = -1;
  if (node) node.tabIndex = 0;
}

function showEmpty() {
  const old = log.querySelector(".empty");
  if (view.state.messages.length) return old?.remove();
  const node = make("div", { className: "empty" }, make("p", { className: "wave", "aria-hidden": "true" }, "👋"), make("p", {}, word("empty")));
  if (old) old.replaceWith(node);
  else log.append(node);
  return undefined;
}

export function showLog(actions) {
  const { messages, bot, notes } = view.state;
  const wasAtEnd = isAtEnd();
  const entries = albums(messages);
  const { fresh, changed } = renew(log, items(entries),
    ({ day, words, messages: some }) => (day ? make("p", { className: "day" }, words) : bubble(some, bot.id, actions)));
  showEmpty();
  const byId = new Map(entries.map((some) => [`m${some[0].message_id}`, some]));
  for (const node of log.querySelectorAll("article")) {
    const [message] = byId.get(`m${node.dataset.id}`) ?? [];
    if (message) setNote(node, message, notes?.[message.message_id]);
    const next = node.nextElementSibling;
    node.classList.toggle("last", !next || next.className === "day" || next.classList.contains("mine") !== node.classList.contains("mine"));
  }
  const added = fresh.filter((id) => byId.has(id)).map((id) => byId.get(id));
  if (!isFirst) {
    for (const [{ message_id }] of added) log.querySelector(`[data-id="${message_id}"]`)?.classList.add("fresh");
    announce([...added, ...changed.filter((id) => byId.has(id)).map((id) => byId.get(id))].filter(([message]) => message.from?.id === bot.id));
  }
  const isOwn = added.some(([message]) => message.from?.id !== bot.id);
  if (!wasAtEnd && !isFirst && !isOwn) missed += added.length;
  if (!log.contains(document.activeElement) || !document.activeElement.matches(".details")) rove([...log.querySelectorAll(".details")].at(-1));
  if (wasAtEnd || isFirst || isOwn) toEnd();
  else showPill();
  isFirst = false;
}

/** Another person's chat comes next. */
export function forgetLog() {
  isFirst = true;
  missed = 0;
  empty(log);
  at("news").textContent = "";
}

function walk(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !event.target.matches?.(".details")) return;
  const all = [...log.querySelectorAll(".details")];
  const next = all[all.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  rove(next);
  next.focus();
}

export function startLog() {
  log.addEventListener("scroll", () => { if (isAtEnd()) missed = 0; showPill(); }, { passive: true });
  // Pictures grow after they are put in; the end stays the end, and so it does when a keyboard opens.
  let stuck = true;
  let height = log.clientHeight;
  // The scroll event of a shrinking log comes before the observer: it says nothing about what the person wants.
  log.addEventListener("scroll", () => { if (log.clientHeight === height) stuck = isAtEnd(); }, { passive: true });
  log.addEventListener("load", () => { if (stuck) toEnd(); }, { capture: true });
  new ResizeObserver(() => {
    height = log.clientHeight;
    if (stuck) toEnd();
    else showPill();
  }).observe(log);
  at("newest").addEventListener("click", () => { toEnd(); log.focus(); });
  log.addEventListener("keydown", walk);
}
