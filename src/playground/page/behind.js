// What happens out of sight: deliveries, refusals, figures, and the person as the database has them.
import { at, make, renew } from "./dom.js";
import { json } from "./json.js";
import { get, me, personOf, view } from "./store.js";
import { isChosen, isShown } from "./tabs.js";
import { hasWord, lang, took, word } from "./words.js";

let asked = "";
let askAgain = null;

export const kindWords = (kind) => (hasWord(`update_${kind}`) ? word(`update_${kind}`) : kind);

/** How a delivery fares, in a few words and a colour. */
export function fate({ attempts, status, error, done, given_up, took_ms }) {
  const isGood = done && !given_up && (status === undefined || status === null || status < 300);
  const words = given_up ? word("givenUp") : done ? word("gotIt") : word("onTheWay");
  const more = [attempts > 1 ? word("attempts", { n: attempts }) : "", took_ms === null || took_ms === undefined ? "" : took(took_ms),
    status && status >= 300 ? String(status) : "", done && isGood ? "" : error ?? ""];
  return { tone: isGood ? "good" : done ? "bad" : "warm", words: [words, ...more].filter(Boolean).join(" · ") };
}

function delivery(one) {
  const { tone, words } = fate(one);
  const who = one.user ? personOf(one.user).first_name : "";
  return make("li", { className: tone, "data-update": one.update_id }, make("strong", {}, [kindWords(one.kind), who].filter(Boolean).join(" · ")), make("small", {}, words));
}

function refusal({ method, status, description }) {
  return make("li", { className: "bad" }, make("strong", {}, `${method} → ${status || word("noAnswer")}`), make("small", {}, description ?? ""));
}

function showMetrics() {
  const { metrics } = view.state;
  at("metrics-box").hidden = !metrics?.length;
  renew(at("metrics"), (metrics ?? []).map((metric) => [metric.name, metric]), ({ name, value, unit }) => {
    const text = unit === "ms" ? took(value) : unit === "s" ? took(value * 1000) : value.toLocaleString(lang(), { maximumFractionDigits: 2 });
    return make("div", { "data-metric": name }, make("dt", {}, named("metric", name).replaceAll("_", " ")), make("dd", {}, text));
  });
}

const named = (kind, name) => (hasWord(`${kind}_${name}`) ? word(`${kind}_${name}`) : name);

/** A moment on the clock of the bot's texts, whatever the zone of the browser is. */
const moment = (iso) => new Date(`${iso.slice(0, 19)}Z`).toLocaleString(lang(), { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A value of the database: what is JSON folds, moments are told in the page's language. */
function value(raw) {
  const text = String(raw ?? "—");
  if (/^[[{]/.test(text)) {
    try {
      return make("div", { className: "tree" }, json(JSON.parse(text)));
    } catch {
      return text;
    }
  }
  if (hasWord(`value_${text}`)) return word(`value_${text}`);
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d/g, moment);
}

/** What is empty says nothing to a reader. */
function section({ title, rows: all }) {
  const rows = all.filter(([, raw]) => raw !== "–");
  return make("div", { className: "known" }, make("h3", {}, named("section", title)), rows.length
    ? make("dl", { className: "facts" }, ...rows.flatMap(([name, raw]) => [make("dt", {}, named("column", name)), make("dd", {}, value(raw))]))
    : make("p", { className: "hint" }, "—"));
}

async function askPerson() {
  const user = view.user;
  const { body, error } = await get(`person?user=${user}`);
  if (user !== view.user) return;
  const sections = body?.sections ?? [];
  at("known-box").hidden = false;
  renew(at("known"), error ? [["error", error]] : sections.map((one, index) => [`${index} ${one.title}`, one]),
    (one) => (typeof one === "string" ? make("p", { className: "hint" }, one) : section(one)));
}

/** The database is asked only while somebody looks, and not at every word. */
function showPerson() {
  at("known-title").textContent = word("known", { name: me().first_name });
  const key = `${view.user} ${view.state.version} ${lang()}`;
  if (!isShown("behind") || key === asked) return;
  const isOther = !asked.startsWith(`${view.user} `);
  asked = key;
  clearTimeout(askAgain);
  askAgain = setTimeout(askPerson, isOther ? 0 : 250);
}

export function showBehind() {
  if (!isChosen("behind")) return;
  const { webhook, refusals, deliveries } = view.state;
  const { set, waiting, error } = webhook;
  at("webhook").textContent = [
    set ? (waiting ? word("waiting", { n: waiting }) : word("allThere")) : word("noWebhook"),
    error && waiting ? word("lastError", { error }) : "",
  ].filter(Boolean).join(" ");
  renew(at("deliveries"), (deliveries ?? []).map((one) => [one.update_id, one]), delivery);
  at("refusals-empty").hidden = refusals.length > 0;
  renew(at("refusals"), refusals.map((one, index) => [one.call ?? refusals.length - index, one]), refusal);
  showMetrics();
  showPerson();
}
