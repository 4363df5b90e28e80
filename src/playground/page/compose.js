// Everything below the messages: the start button, the text box, commands, the bot's keyboard.
import { ask, toast } from "./dialogs.js";
import { at, make, renew } from "./dom.js";
import { post, view } from "./store.js";
import { word } from "./words.js";

let folded = false;
let lastKeyboard = "";

export const say = (text) => post("text", { user: view.user, text });
export const start = (payload) => say(payload ? `/start ${payload}` : "/start");

function openMenu(open) {
  at("menu").hidden = !open;
  at("menu-button").setAttribute("aria-expanded", String(open));
}

function showMenu() {
  const typed = /^\/\w*$/.test(at("text").value) ? at("text").value : "";
  const commands = view.state.commands.filter(({ command }) => `/${command}`.startsWith(typed));
  renew(at("menu"), commands.map((command) => [command.command, command]), ({ command, description }) => make("li", {},
    make("button", { type: "button", onclick: () => { openMenu(false); at("text").value = ""; say(`/${command}`); at("text").focus(); } },
      make("strong", {}, `/${command}`), make("span", {}, description))));
  at("menu-button").hidden = !view.state.commands.length;
  if (!commands.length) openMenu(false);
}

async function pressBelow(spec) {
  if (view.state.keyboard?.one_time_keyboard) fold(true);
  if (spec.request_contact) {
    const answer = await ask(word("phone"), [{ name: "phone", label: word("number"), type: "tel", value: "+79990000001" }], { text: word("phoneHint") });
    if (answer) await post("contact", { user: view.user, phone: answer.phone });
    return;
  }
  const other = ["request_location", "request_poll", "request_users", "request_chat", "web_app"].find((name) => spec[name]);
  if (other) toast(word("unsupported"));
  else await say(spec.text);
}

function fold(hide) {
  folded = hide;
  at("keyboard").hidden = hide;
  at("keyboard-button").setAttribute("aria-expanded", String(!hide));
}

function showKeyboard() {
  const rows = view.state.keyboard?.keyboard ?? [];
  const key = JSON.stringify(rows);
  if (key !== lastKeyboard) fold(false);
  lastKeyboard = key;
  at("keyboard-button").hidden = !rows.length;
  at("text").placeholder = view.state.keyboard?.input_field_placeholder ?? word("message");
  renew(at("keyboard"), rows.map((row, index) => [index, row]), (row) => make("div", { className: "row" },
    ...row.map((spec) => make("button", { type: "button", className: "quiet", onclick: () => pressBelow(spec) }, spec.text ?? spec))));
}

export function showBox(person) {
  const held = ["start", "unblock", "write"].some((id) => at(id).contains(document.activeElement));
  at("start").hidden = Boolean(person.blocked || person.started);
  at("unblock").hidden = !person.blocked;
  at("write").hidden = Boolean(person.blocked || !person.started);
  // What had the keyboard's focus may just have gone; its place is taken by what comes next.
  if (held && document.activeElement.offsetParent === null) {
    (person.blocked ? at("unblock").querySelector("button") : person.started ? at("text") : at("start").querySelector("button")).focus();
  }
  showMenu();
  showKeyboard();
}

function grow() {
  at("text").style.height = "auto";
  at("text").style.height = `${at("text").scrollHeight + 2}px`;
}

export function startCompose() {
  at("say").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = at("text").value.trim();
    if (text) say(text);
    at("text").value = "";
    at("text").style.height = "";
    openMenu(false);
  });
  at("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      at("say").requestSubmit();
    }
  });
  at("text").addEventListener("input", () => {
    grow();
    openMenu(/^\/\w*$/.test(at("text").value));
    showMenu();
  });
  at("start").addEventListener("submit", (event) => {
    event.preventDefault();
    start(at("payload").value);
    at("payload").value = "";
  });
  at("unblock").querySelector("button").addEventListener("click", () => post("block", { user: view.user, blocked: false }));
  at("menu-button").addEventListener("click", () => {
    openMenu(at("menu").hidden);
    showMenu();
    if (!at("menu").hidden) at("menu").querySelector("button")?.focus();
  });
  at("keyboard-button").addEventListener("click", () => fold(!folded));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || at("menu").hidden) return;
    openMenu(false);
    at("text").focus();
  });
  document.addEventListener("click", (event) => {
    if (!at("menu").hidden && !at("write").contains(event.target)) openMenu(false);
  });
}
