// What the pretend Tribute has sent, what was answered, and when it tries again.
import { paper, toast } from "./dialogs.js";
import { at, busy, make, renew } from "./dom.js";
import { get, personOf, post, view } from "./store.js";
import { clock, plural, took, word } from "./words.js";

/** An answer in plain words. */
export function verdict(status) {
  if (status >= 200 && status < 300) return word("accepted");
  const known = { 0: "noAnswer", 400: "notUnderstood", 401: "badSignature", 503: "notNow" }[status];
  return known ? `${word(known)}${status ? ` (${status})` : ""}` : `${word("turnedAway")} (${status})`;
}

async function resend(number) {
  const entry = await post("tribute/resend", { number });
  const last = entry?.attempts?.at(-1);
  if (last) toast(`Tribute: ${verdict(last.status)}`, last.status !== 200);
}

async function showBody(number) {
  const { body, error } = await get(`tribute/sent?number=${number}`);
  if (error) return toast(error, true);
  let text = body.body ?? "";
  try {
    text = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Whatever was sent on purpose is shown as it was sent.
  }
  await paper(`№ ${number}`, text, { text: word("bodyHint") });
  return undefined;
}

function attempt({ at: when, status, body }) {
  const isGood = status >= 200 && status < 300;
  return make("div", { className: `attempt ${isGood ? "good" : "bad"}` },
    make("span", {}, verdict(status)), when ? make("time", {}, clock(new Date(when), { second: "2-digit" })) : null,
    body && !isGood ? make("code", {}, body.slice(0, 200)) : null);
}

function next(entry) {
  if (entry.held) return make("span", { className: "badge warm" }, word("held"));
  if (entry.given_up) return make("span", { className: "badge bad" }, word("givenUp"));
  if (entry.done) return null;
  return entry.next_at ? make("span", { className: "badge warm", "data-until": entry.next_at }, word("again")) : null;
}

function item({ entry, words }) {
  const act = (label, work, data) => make("button", { type: "button", className: "quiet small", ...data, onclick: (event) => busy(event.currentTarget, work) }, label);
  const attempts = entry.attempts ?? [];
  return make("li", { "data-sent": entry.number },
    make("div", { className: "head" }, make("strong", {}, `№ ${entry.number} · ${words}`), next(entry)),
    make("small", {}, [entry.user ? personOf(entry.user).first_name : word("nobody"), entry.product].filter(Boolean).join(" · ")),
    ...attempts.slice(-4).map(attempt),
    entry.note ? make("small", { className: "warn" }, word(entry.note)) : null,
    attempts.length > 4 ? make("small", {}, word("attempts", { n: attempts.length })) : null,
    make("div", { className: "line" },
      act(word(entry.held ? "sendNow" : "sendAgain"), () => resend(entry.number), { "data-resend": entry.number }),
      act(word("showJson"), () => showBody(entry.number), { "data-body": entry.number })));
}

export function showSent(eventWords) {
  const { sent, answers = [] } = view.state.tribute;
  at("sent-empty").hidden = Boolean((sent ?? answers).length);
  if (!sent) {
    renew(at("answers"), answers.map((answer, index) => [answers.length - index, answer]),
      ({ event, ...answer }) => make("li", {}, make("strong", {}, eventWords(event)), attempt(answer)));
    return;
  }
  const held = sent.filter((entry) => entry.held);
  at("release").hidden = held.length < 2;
  at("release").textContent = plural("releaseHeld", held.length);
  renew(at("answers"), sent.map((entry) => [entry.number, { entry, words: eventWords(entry.event, entry.type) }]), item);
  countDown();
}

/** Time that runs out needs no news from the playground. */
export function countDown() {
  for (const node of document.querySelectorAll("[data-until]")) {
    const left = new Date(node.dataset.until) - Date.now();
    node.textContent = left > 0 ? word("againIn", { time: took(Math.ceil(left / 1000) * 1000) }) : word("again");
  }
}

export function startSent() {
  setInterval(countDown, 1000);
  at("release").addEventListener("click", () => busy(at("release"), async () => {
    // In the order in which they were held back.
    for (const { number, held } of [...view.state.tribute.sent].reverse()) if (held) await post("tribute/resend", { number });
  }));
}
