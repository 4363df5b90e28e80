// What goes wrong on purpose, in plain words.
import { toast } from "./dialogs.js";
import { at, busy, fill, make, renew } from "./dom.js";
import { me, personOf, post, view } from "./store.js";
import { isChosen } from "./tabs.js";
import { plural, word } from "./words.js";

const CALLS = [
  ["🚦", { kind: "too_many_requests", retry_after: 3 }], ["🔥", { kind: "server_error", status: 500 }], ["🧱", { kind: "gateway_page", status: 502 }],
  ["✂️", { kind: "drop_before" }], ["📭", { kind: "drop_after" }], ["🐢", { kind: "slow", ms: 2000 }],
  ["🚫", { kind: "blocked" }], ["❓", { kind: "refuse", status: 400, description: "Bad Request: chat not found" }],
];
const DELIVERIES = [["📪", { kind: "lose_webhook_answer" }], ["👯", { kind: "duplicate_delivery" }], ["⚡", { kind: "twin_delivery" }]];
const MARKS = new Map([...CALLS, ...DELIVERIES].map(([mark, { kind }]) => [kind, mark]));

const times = (n) => (n === null ? word("untilCleared") : plural("times", n));

async function bring(fault) {
  const chosen = at("weather-times").value;
  const who = at("weather-who").value;
  const made = await post("weather", { fault, times: chosen ? Number(chosen) : null, ...(who ? { user: view.user } : {}) });
  if (made) toast(`${word(`fault_${fault.kind}`)}: ${times(chosen ? Number(chosen) : null)}`);
}

function fault({ mark, fault: what }) {
  return make("li", {}, make("button", { type: "button", className: "fault", "data-fault": what.kind, onclick: (event) => busy(event.currentTarget, () => bring(what)) },
    make("span", { className: "mark", "aria-hidden": "true" }, mark),
    make("span", {}, make("strong", {}, word(`fault_${what.kind}`)), make("small", {}, word(`about_${what.kind}`)))));
}

function coming({ number, fault: what, times: left, user, chat_id, method }) {
  const who = user ?? chat_id;
  const about = [times(left ?? null), who ? personOf(who).first_name : "", method ?? ""].filter(Boolean).join(" · ");
  return make("li", { "data-weather": number }, make("div", { className: "head" },
    make("span", {}, make("strong", {}, `${MARKS.get(what.kind) ?? "🌩"} ${word(`fault_${what.kind}`)}`), make("small", {}, about)),
    make("button", { type: "button", className: "quiet icon", "aria-label": `${word("remove")}: ${word(`fault_${what.kind}`)}`, title: word("remove"),
      "data-clear": number, onclick: (event) => busy(event.currentTarget, () => post("weather/clear", { number })) }, "✕")));
}

export function showWeather() {
  const { weather } = view.state;
  at("weather-dot").hidden = !weather?.length;
  if (!isChosen("weather")) return;
  at("weather-off").hidden = Boolean(weather);
  at("weather-box").hidden = !weather;
  at("sky").hidden = !weather;
  at("sky").textContent = weather?.length ? word("skyBad") : word("skyClear");
  at("sky").classList.toggle("bad", Boolean(weather?.length));
  at("clear-sky").hidden = !weather?.length;
  renew(at("forecast"), (weather ?? []).map((one) => [one.number, one]), coming);
  renew(at("faults-calls"), CALLS.map(([mark, what]) => [what.kind, { mark, fault: what }]), fault);
  renew(at("faults-deliveries"), DELIVERIES.map(([mark, what]) => [what.kind, { mark, fault: what }]), fault);
  fill(at("weather-times"), [1, 2, 3, 10].map((n) => [n, plural("times", n)]).concat([["", word("untilCleared")]]));
  fill(at("weather-who"), [["", word("forAll")], ["me", word("forMe", { name: me().first_name })]]);
}

export function startWeather() {
  at("clear-sky").addEventListener("click", () => busy(at("clear-sky"), async () => {
    if (await post("weather/clear", {})) toast(word("skyClear"));
  }));
  at("crowd").addEventListener("submit", (event) => {
    event.preventDefault();
    const people = Number(at("crowd-people").value);
    busy(event.submitter ?? at("crowd"), async () => {
      if (await post("crowd", { people, text: at("crowd-text").value })) toast(plural("crowdCame", people));
    });
  });
}
