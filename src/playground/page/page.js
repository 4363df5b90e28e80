// The page: one person's view of the playground, renewed by long polling.
import { showBehind } from "./behind.js";
import { say, showBox, start, startCompose } from "./compose.js";
import { showContent, startContent } from "./content.js";
import { alarm, startDialogs, toast } from "./dialogs.js";
import { at } from "./dom.js";
import { follow, showGroups, startGroups } from "./groups.js";
import { closeInspector, inspect, startInspector } from "./inspector.js";
import { forgetLog, showLog, startLog } from "./log.js";
import { showPeople, startPeople } from "./people.js";
import { startSent } from "./sent.js";
import { PRESETS, me, post, view } from "./store.js";
import { onSelect, reveal, startTabs } from "./tabs.js";
import { showTribute, startTribute } from "./tribute.js";
import { showWeather, startWeather } from "./weather.js";
import { speak, word } from "./words.js";

let seenToast = null;
let polling = null;
let quietAgain = null;

/** What the words and buttons of a message can do. */
const actions = {
  say, start, follow, toast, inspect,
  press: async (message, data, node) => {
    node.setAttribute("aria-busy", "true");
    setTimeout(() => node.removeAttribute("aria-busy"), 1500);
    await post("press", { user: view.user, message: message.message_id, data });
  },
  copy: (text) => (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard")))
    .then(() => toast(word("copied", { text })), () => alarm(text)),
  /** The payload of a link to this very bot; null for any other link. */
  startPayload: (url) => {
    const found = /^(?:https?:\/\/)?t\.me\/(\w+)\/?(?:\?start=([\w-]*))?$/i.exec(url);
    return found && found[1].toLowerCase() === view.state.bot.username.toLowerCase() ? found[2] ?? "" : null;
  },
  goPay: () => {
    toast(word("goPay"));
    reveal("tribute", { focus: true });
  },
};

function showToasts() {
  const toasts = view.state.toasts ?? [];
  if (seenToast !== null) {
    for (const { number, text, alert } of toasts) if (number > seenToast && text) alert ? alarm(text) : toast(text);
  }
  seenToast = Math.max(seenToast ?? 0, toasts.at(-1)?.number ?? 0);
}

function showStatus() {
  clearTimeout(quietAgain);
  const { action, bot } = view.state;
  const doing = !action ? "" : action === "upload_document" ? "sendsDocument" : action === "upload_photo" ? "sendsPhoto" : action.startsWith("upload") ? "sendsFile" : "typing";
  at("status").textContent = doing ? word(doing) : `${word("bot")} · @${bot.username}`;
  at("status").classList.toggle("busy", Boolean(doing));
  // The state does not change when an action runs out, so the page forgets it by itself.
  if (action) quietAgain = setTimeout(() => { view.state.action = null; showStatus(); }, 5000);
}

function showPanels() {
  if (!view.state) return;
  for (const panel of [showPeople, showGroups, showTribute, showWeather, showBehind, showContent]) panel();
}

function show() {
  const person = me();
  speak(at("page-language").value || person.language_code);
  at("bot-name").textContent = view.state.bot.first_name ?? view.state.bot.username;
  showLog(actions);
  showToasts();
  showBox(person);
  showStatus();
  showPanels();
}

/** Follows one person until another is chosen. */
async function watch() {
  polling?.abort();
  const mine = new AbortController();
  polling = mine;
  const user = view.user;
  const preset = PRESETS.find(({ id }) => id === user);
  let after = 0;
  while (!mine.signal.aborted) {
    try {
      const answer = await fetch(`/playground/state?user=${user}&after=${after}`, { signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (mine.signal.aborted) return undefined;
      view.state = state;
      after = state.version;
      if (!state.people.some(({ id }) => id === user)) {
        // Somebody of an earlier run, or everything was forgotten: those who are offered come back, others do not.
        if (!preset) return become(PRESETS[0].id);
        await post("person", preset);
      }
    } catch {
      if (mine.signal.aborted) return undefined;
      at("status").textContent = word("lost");
      after = 0;
      await new Promise((again) => setTimeout(again, 1000));
      continue;
    }
    show();
  }
  return undefined;
}

function become(id) {
  if (id === view.user) return;
  view.user = id;
  localStorage.setItem("person", String(id));
  seenToast = null;
  closeInspector();
  forgetLog();
  watch();
}

function startLanguage() {
  at("page-language").value = localStorage.getItem("language") ?? "";
  at("page-language").addEventListener("change", () => {
    localStorage.setItem("language", at("page-language").value);
    if (view.state) show();
  });
  speak(at("page-language").value || me().language_code || navigator.language.slice(0, 2));
}

for (const begin of [startLanguage, startDialogs, startLog, startCompose, startTabs, startGroups, startTribute, startSent, startWeather, startInspector, startContent]) begin();
startPeople({ become });
onSelect(showPanels);
watch();
