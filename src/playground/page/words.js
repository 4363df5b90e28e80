// The words of the page itself. What the bot says is the bot's own business.
import en from "./en.js";
import ru from "./ru.js";

let current = ru;

/** A text by its name, `{n}` and the like filled in. */
export const word = (key, values = {}) =>
  (current[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
export const hasWord = (key) => Object.hasOwn(current, key);

/** A text that depends on a number: the forms are parted by `|` in the order of the language's plural categories. */
export function plural(key, n) {
  const categories = current === ru ? ["one", "few", "many"] : ["one", "other"];
  const forms = word(key, { n }).split("|");
  return forms[categories.indexOf(new Intl.PluralRules(document.documentElement.lang).select(n))] ?? forms.at(-1);
}

export const lang = () => document.documentElement.lang;
export const clock = (date, more = {}) => date.toLocaleTimeString(lang(), { hour: "2-digit", minute: "2-digit", ...more });
export const money = (amount, currency) =>
  (amount / 100).toLocaleString(lang(), { style: "currency", currency: currency.toUpperCase(), minimumFractionDigits: amount % 100 ? 2 : 0 });

/** A length of time, as exact as anybody cares. */
export function took(ms) {
  if (ms < 1000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ${word("ms")}`;
  const seconds = ms / 1000;
  if (seconds < 90) return `${seconds.toLocaleString(lang(), { maximumFractionDigits: 1 })} ${word("s")}`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} ${word("min")}`;
  return `${Math.floor(seconds / 3600)} ${word("h")} ${Math.round((seconds % 3600) / 60)} ${word("min")}`;
}

/** Puts the words of a language on the page. */
export function speak(language) {
  const next = language === "ru" ? ru : en;
  if (next === current && document.body.dataset.spoken) return;
  current = next;
  document.body.dataset.spoken = "yes";
  document.documentElement.lang = current === ru ? "ru" : "en";
  document.title = word("playground");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", word(node.dataset.label));
    if (node.matches("button")) node.title = word(node.dataset.label);
  }
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = word(node.dataset.placeholder);
}
