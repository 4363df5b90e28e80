// The page: one person's view of the playground, renewed by long polling.
import { bubble, make } from "./render.js";
import { speak, word } from "./words.js";

const PRESETS = [{ id: 1001, first_name: "Анна", language_code: "ru" }, { id: 1002, first_name: "Ben", language_code: "en" }];
const at = (id) => document.getElementById(id);
let user = Number(localStorage.getItem("person")) || PRESETS[0].id;
let state = null;
let seenToast = null;
let shown = new Map();
let polling = null;
let quietAgain = null;

async function post(path, body) {
  const answer = await fetch(`/playground/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) toast(`${answer.status}`);
  return answer.ok ? answer.json() : null;
}

const actions = {
  say: (text) => post("text", { user, text }),
  start: (payload) => post("text", { user, text: payload ? `/start ${payload}` : "/start" }),
  press: async (message, data, node) => {
    node.setAttribute("aria-busy", "true");
    setTimeout(() => node.removeAttribute("aria-busy"), 1500);
    await post("press", { user, message: message.message_id, data });
  },
  startPayload: (url) => {
    const found = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]*))?$/i.exec(url);
    return found && found[1].toLowerCase() === state.bot.username.toLowerCase() ? found[2] ?? "" : null;
  },
  goPay: () => {
    toast(word("goPay"));
    at("pay-title").scrollIntoView({ block: "nearest" });
    document.querySelector("[data-event]").focus();
  },
  toast: (text) => toast(text),
};

function toast(text) {
  const node = make("p", {}, text);
  at("toasts").append(node);
  setTimeout(() => node.remove(), 4000);
}

function alarm(text) {
  at("alert-text").textContent = text;
  if (at("alert").open) at("alert").close();
  at("alert").showModal();
}

/** Asks for a few values; null when the answer is no. */
function ask(title, fields) {
  at("ask-title").textContent = title;
  at("ask-fields").replaceChildren(...fields.map(({ name, label, ...rest }) =>
    make("label", {}, label, make("input", { name, required: true, autocomplete: "off", ...rest }))));
  at("ask").returnValue = "no";
  at("ask").showModal();
  return new Promise((done) => at("ask").addEventListener("close", () => {
    done(at("ask").returnValue === "yes" ? Object.fromEntries(new FormData(at("ask-form"))) : null);
  }, { once: true }));
}

function showMessages() {
  const log = at("log");
  const next = new Map();
  log.querySelector(".empty")?.remove();
  let place = log.firstChild;
  for (const message of state.messages) {
    const key = JSON.stringify(message) + document.documentElement.lang;
    const old = shown.get(message.message_id);
    if (old?.key === key) {
      next.set(message.message_id, old);
      place = old.node.nextSibling;
      continue;
    }
    const node = bubble(message, state.bot.id, actions);
    if (old) {
      // Whoever pressed a button by keyboard keeps their place when the bot edits the message.
      const buttons = [...old.node.querySelectorAll(".rows button, .rows a")];
      const focused = buttons.indexOf(document.activeElement);
      old.node.replaceWith(node);
      if (focused >= 0) {
        const fresh = [...node.querySelectorAll(".rows button, .rows a")];
        (fresh[focused] ?? fresh.at(-1) ?? at("text")).focus({ preventScroll: true });
      }
    } else {
      log.insertBefore(node, place);
    }
    place = node.nextSibling;
    next.set(message.message_id, { key, node });
  }
  for (const [id, { node }] of shown) if (!next.has(id)) node.remove();
  const isNew = next.size > shown.size;
  shown = next;
  if (!state.messages.length) log.append(make("p", { className: "empty" }, word("empty")));
  return isNew;
}

function showToasts() {
  const toasts = state.toasts ?? [];
  const last = toasts.at(-1)?.number ?? 0;
  if (seenToast !== null) {
    for (const { number, text, alert } of toasts) if (number > seenToast) alert ? alarm(text) : toast(text);
  }
  seenToast = Math.max(seenToast ?? 0, last);
}

function showPeople(person) {
  const known = [...state.people];
  for (const preset of PRESETS) if (!known.some(({ id }) => id === preset.id)) known.push(preset);
  known.sort((a, b) => a.id - b.id);
  fill(at("person"), known.map(({ id, first_name }) => [id, `${first_name} · ${id}`]), user);
  at("language").value = person.language_code === "ru" ? "ru" : "en";
}

function fill(select, options, value) {
  const key = JSON.stringify(options);
  if (select.dataset.key !== key) select.replaceChildren(...options.map(([id, text]) => make("option", { value: id }, text)));
  select.dataset.key = key;
  if (value !== undefined) select.value = value;
}

function showBox(person) {
  const held = ["start", "unblock", "block"].some((id) => at(id).contains(document.activeElement));
  at("start").hidden = person.blocked || person.started;
  at("unblock").hidden = !person.blocked;
  at("write").hidden = person.blocked || !person.started;
  at("block").hidden = person.blocked || !person.started;
  at("block").textContent = word("block");
  // What had the keyboard's focus may just have gone; its place is taken by what comes next.
  if (held && document.activeElement.offsetParent === null) {
    (person.blocked ? at("unblock").querySelector("button") : person.started ? at("text") : at("payload")).focus();
  }
  at("menu-button").hidden = !state.commands.length;
  at("menu").replaceChildren(...state.commands.map(({ command, description }) => make("li", {},
    make("button", { type: "button", onclick: () => { openMenu(false); actions.say(`/${command}`); at("text").focus(); } },
      `/${command} `, make("span", {}, description)))));
  const rows = state.keyboard?.keyboard ?? [];
  at("keyboard").replaceChildren(...rows.map((row) => make("div", { className: "row" },
    ...row.map((spec) => make("button", { type: "button", onclick: () => pressBelow(spec) }, spec.text)))));
}

async function pressBelow(spec) {
  if (!spec.request_contact) return actions.say(spec.text);
  const answer = await ask(word("phone"), [{ name: "phone", label: word("number"), type: "tel", value: "+79990000001" }]);
  if (answer) await post("contact", { user, phone: answer.phone });
}

function showStatus() {
  clearTimeout(quietAgain);
  const action = state.action;
  at("status").textContent = action ? word(action.startsWith("upload") ? "upload" : "typing") : `${word("bot")} · @${state.bot.username}`;
  // The state does not change when an action runs out, so the page forgets it by itself.
  if (action) quietAgain = setTimeout(() => { state.action = null; showStatus(); }, 5000);
}

function showSide() {
  at("tribute-off").hidden = state.tribute.set;
  const money = (plan) => (plan.price / 100).toLocaleString(document.documentElement.lang, { style: "currency", currency: plan.currency.toUpperCase() });
  fill(at("plan"), state.plans.map((plan, index) => [index, `${plan.name} — ${money(plan)}`]));
  for (const node of document.querySelectorAll("[data-event]")) node.disabled = !state.tribute.set || !state.plans.length;
  at("answers").replaceChildren(...state.tribute.answers.map(({ event, status, body }) => make("li", { className: status === 200 ? "good" : "bad" },
    `${event} → ${status || word("noAnswer")} ${body.slice(0, 120)}`)));
  const { set, waiting, error } = state.webhook;
  at("webhook").textContent = [
    set ? (waiting ? word("waiting") + waiting : word("allThere")) : word("noWebhook"),
    error && waiting ? word("lastError") + error : "",
  ].join(" ");
  at("refusals").replaceChildren(...state.refusals.map(({ method, status, description }) => make("li", { className: "bad" },
    `${method} → ${status || word("noAnswer")} ${description ?? ""}`)));
}

function show() {
  const person = state.people.find(({ id }) => id === user) ?? { ...PRESETS.find(({ id }) => id === user), id: user };
  speak(person.language_code);
  at("bot-name").textContent = state.bot.username;
  const log = at("log");
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const isNew = showMessages();
  showToasts();
  showPeople(person);
  showBox(person);
  showStatus();
  showSide();
  if (isAtEnd || isNew) log.scrollTop = log.scrollHeight;
}

/** Follows one person until another is chosen. */
async function follow() {
  polling?.abort();
  const mine = new AbortController();
  polling = mine;
  let after = 0;
  const preset = PRESETS.find(({ id }) => id === user);
  let isNew = Boolean(preset);
  while (!mine.signal.aborted) {
    try {
      const answer = await fetch(`/playground/state?user=${user}&after=${after}`, { signal: mine.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      state = await answer.json();
      after = state.version;
      if (isNew && !state.people.some(({ id }) => id === user)) await post("person", preset);
      isNew = false;
      show();
    } catch (error) {
      if (mine.signal.aborted) return;
      at("status").textContent = word("lost");
      after = 0;
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
}

function become(id) {
  user = id;
  localStorage.setItem("person", String(id));
  shown = new Map();
  seenToast = null;
  at("log").replaceChildren();
  follow();
}

function openMenu(open) {
  at("menu").hidden = !open;
  at("menu-button").setAttribute("aria-expanded", String(open));
  if (open) at("menu").querySelector("button")?.focus();
}

at("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (text) actions.say(text);
  at("text").value = "";
  at("text").style.height = "";
});
at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("say").requestSubmit();
  }
});
at("text").addEventListener("input", () => {
  at("text").style.height = "auto";
  at("text").style.height = `${at("text").scrollHeight + 2}px`;
});
at("start").addEventListener("submit", (event) => {
  event.preventDefault();
  actions.start(at("payload").value);
});
at("unblock").querySelector("button").addEventListener("click", () => post("block", { user, blocked: false }));
at("block").addEventListener("click", () => post("block", { user, blocked: true }));
at("menu-button").addEventListener("click", () => openMenu(at("menu").hidden));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !at("menu").hidden) { openMenu(false); at("menu-button").focus(); }
});
at("person").addEventListener("change", () => become(Number(at("person").value)));
at("language").addEventListener("change", () => {
  const person = state.people.find(({ id }) => id === user) ?? PRESETS[0];
  post("person", { id: user, first_name: person.first_name, language_code: at("language").value });
});
at("new-person").addEventListener("click", async () => {
  const free = Math.max(1002, ...state.people.map(({ id }) => id)) + 1;
  const answer = await ask(word("newPerson"), [
    { name: "id", label: word("id"), type: "number", min: 1, step: 1, value: free },
    { name: "first_name", label: word("name"), maxLength: 64 },
  ]);
  if (!answer) return;
  const made = await post("person", { id: Number(answer.id), first_name: answer.first_name, language_code: at("language").value });
  if (made) become(Number(answer.id));
});
for (const node of document.querySelectorAll("[data-event]")) {
  node.addEventListener("click", async () => {
    node.setAttribute("aria-busy", "true");
    await post("tribute", { user, event: node.dataset.event, plan: Number(at("plan").value) });
    node.removeAttribute("aria-busy");
  });
}
speak("ru");
follow();
