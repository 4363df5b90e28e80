// What appears above the page: toasts, alerts, questions, papers.
import { at, make } from "./dom.js";
import { word } from "./words.js";

export function toast(text, isBad = false) {
  // An open dialog would hide it: whatever is modal lies above everything else.
  const home = document.querySelector("dialog[open]") ?? document.body;
  if (at("toasts").parentNode !== home) home.append(at("toasts"));
  const node = make("p", { className: isBad ? "bad" : "" }, text);
  at("toasts").append(node);
  while (at("toasts").children.length > 3) at("toasts").firstChild.remove();
  setTimeout(() => node.remove(), isBad ? 7000 : 4000);
}

export function alarm(text) {
  at("alert-text").textContent = text;
  if (at("alert").open) at("alert").close();
  at("alert").showModal();
}

/** Opens a dialog; true when the answer was yes. */
function open(dialog) {
  if (dialog.open) dialog.close();
  dialog.returnValue = "no";
  const from = document.activeElement;
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => {
    // The browser gives the focus back, unless what had it was renewed meanwhile.
    if (document.activeElement === document.body && from?.isConnected) from.focus();
    done(dialog.returnValue === "yes");
  }, { once: true }));
}

function control({ name, label, options, ...rest }) {
  const input = options
    ? make("select", { name, ...rest }, ...options.map(([value, text]) => make("option", { value }, text)))
    : make("input", { name, required: true, autocomplete: "off", ...rest });
  if (options && rest.value !== undefined) input.value = rest.value;
  return make("label", {}, label, input);
}

/** Asks for a few values, or only for a yes; null when the answer is no. */
export async function ask(title, fields = [], { text = "", yes = word("ok"), danger = false } = {}) {
  at("ask-title").textContent = title;
  at("ask-text").textContent = text;
  at("ask-text").hidden = !text;
  at("ask-fields").replaceChildren(...fields.map(control));
  at("ask-yes").textContent = yes;
  at("ask-yes").className = danger ? "danger" : "";
  // A dangerous question is not answered by a key that was pressed by habit.
  at("ask-no").autofocus = danger;
  return (await open(at("ask"))) ? Object.fromEntries(new FormData(at("ask-form"))) : null;
}

function validity() {
  let error = "";
  try {
    JSON.parse(at("paper-body").value);
  } catch (wrong) {
    error = wrong.message;
  }
  at("paper-valid").textContent = error ? `${word("jsonBad")} ${error}` : word("jsonGood");
  at("paper-valid").className = error ? "verdict bad" : "verdict good";
}

/** Shows a text to read, or JSON to change; the text as it is then, or null. */
export async function paper(title, body, { text = "", yes = "" } = {}) {
  at("paper-title").textContent = title;
  at("paper-text").textContent = text;
  at("paper-text").hidden = !text;
  at("paper-body").value = body;
  at("paper-body").readOnly = !yes;
  at("paper-yes").hidden = !yes;
  at("paper-yes").textContent = yes;
  at("paper-no").textContent = yes ? word("no") : word("close");
  at("paper-valid").hidden = !yes;
  validity();
  return (await open(at("paper"))) ? at("paper-body").value : null;
}

export function startDialogs() {
  at("paper-body").addEventListener("input", validity);
}
