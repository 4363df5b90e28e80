// One message taken apart: what caused it, which calls it took, how long.
import { toast } from "./dialogs.js";
import { at, make } from "./dom.js";
import { fate, kindWords } from "./behind.js";
import { folded } from "./json.js";
import { get, view } from "./store.js";
import { closeSide, reveal } from "./tabs.js";
import { eventWords } from "./tribute.js";
import { clock, took, word } from "./words.js";

let open = null;

function kindOfUpdate(update) {
  const kind = Object.keys(update).find((key) => key !== "update_id") ?? "message";
  const content = update[kind];
  return { kind, words: content?.text ?? content?.data ?? content?.contact?.phone_number ?? "" };
}

function cause(found) {
  const late = found?.later ? make("p", { className: "hint" }, word("laterCause")) : null;
  if (found?.update) {
    const { kind, words } = kindOfUpdate(found.update);
    const how = found.delivery ? fate({ ...found.delivery, kind }) : null;
    return [late, make("p", {}, make("strong", {}, kindWords(kind)), words ? ` «${words}»` : ""),
      how ? make("p", { className: `attempt ${how.tone}` }, how.words) : null, folded(word("updateJson"), found.update)];
  }
  if (found?.tribute) {
    const { event, name, type, number } = found.tribute;
    return [late, make("p", {}, make("strong", {}, `Tribute: ${eventWords(event ?? name ?? "", type)}`), number ? ` № ${number}` : ""), folded(word("eventJson"), found.tribute)];
  }
  return [make("p", { className: "hint" }, word("noCause"))];
}

function call(one) {
  const isGood = one.status >= 200 && one.status < 300;
  const words = [isGood ? word("callDone") : one.status ? `${word("refused")} (${one.status})` : word("noAnswer"),
    one.took_ms === null || one.took_ms === undefined ? "" : took(one.took_ms), one.at ? clock(new Date(one.at), { second: "2-digit", fractionalSecondDigits: 3 }) : "",
    one.in_webhook_answer ? word("inAnswer") : ""];
  return make("li", { className: isGood ? "good" : "bad", "data-call": one.number }, make("strong", {}, one.method), make("small", {}, words.filter(Boolean).join(" · ")),
    one.description && !isGood ? make("p", { className: "reason" }, one.description) : null, folded(word("params"), one.params ?? {}));
}

function show({ message, cause: found, calls = [] }, number) {
  at("inspector-title").textContent = word("inspectorOf", { n: number });
  at("inspector-body").replaceChildren(
    make("h3", {}, word("cause")), ...cause(found).filter(Boolean),
    make("h3", {}, word("calls")), calls.length ? make("ol", { className: "items" }, ...calls.map(call)) : make("p", { className: "hint" }, word("noCalls")),
    make("h3", {}, word("messageItself")), folded(word("messageJson"), message ?? {}));
}

/** Opens it for a message of the chat. */
export async function inspect(number, from) {
  const { body, error } = await get(`inspect?user=${view.user}&message=${number}`);
  const known = view.state.messages.find(({ message_id }) => message_id === number);
  // A message can be looked at even where nobody remembers how it came.
  if (error && !known) return toast(error, true);
  open = { from, number };
  for (const node of document.querySelectorAll("article.inspected")) node.classList.remove("inspected");
  from.closest("article")?.classList.add("inspected");
  reveal("behind");
  show(body ?? { message: known }, number);
  at("inspector").hidden = false;
  at("inspector-hint").hidden = true;
  at("inspector-title").focus();
  at("panel-behind").scrollTop = 0;
  return undefined;
}

/** Closes it, and puts the keyboard back where it came from. */
export function closeInspector({ back = false } = {}) {
  if (!open) return;
  const { from, number } = open;
  open = null;
  at("inspector").hidden = true;
  at("inspector-hint").hidden = false;
  for (const node of document.querySelectorAll("article.inspected")) node.classList.remove("inspected");
  if (!back) return;
  if (document.body.classList.contains("panel-open")) closeSide();
  (from.isConnected ? from : document.querySelector(`[data-id="${number}"] .details`) ?? at("text")).focus();
}

export function startInspector() {
  at("inspector-close").addEventListener("click", () => closeInspector({ back: true }));
  at("inspector").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    closeInspector({ back: true });
  });
}
