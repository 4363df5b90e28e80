// The content pack in use, what is wrong with it, and starting anew.
import { ask, toast } from "./dialogs.js";
import { at, busy, make, renew } from "./dom.js";
import { post, view } from "./store.js";
import { isChosen, reveal } from "./tabs.js";
import { clock, word } from "./words.js";

export function showContent() {
  const { content } = view.state;
  const problems = content?.problems ?? "";
  at("trouble").hidden = !problems;
  at("content-dot").hidden = !problems;
  if (!isChosen("content")) return;
  at("problems-box").hidden = !problems;
  at("problems").textContent = problems;
  const facts = content ? [[word("packFrom"), content.folder ?? word("packBuiltIn")],
    ...(content.loaded_at ? [[word("packAt"), clock(new Date(content.loaded_at), { second: "2-digit" })]] : [])] : [[word("packFrom"), word("notHere")]];
  renew(at("pack"), facts, (value, name) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  at("steps").hidden = Boolean(content?.folder);
  at("content-help").textContent = word(content?.folder ? "contentLive" : "contentHelp");
}

export function startContent() {
  at("trouble-show").addEventListener("click", () => { reveal("content"); at("problems").focus(); });
  at("clean").addEventListener("click", async () => {
    const sure = await ask(word("cleanTitle"), [], { text: word("cleanText"), yes: word("clean"), danger: true });
    if (sure) await busy(at("clean"), async () => { if (await post("clean", {})) toast(word("cleaned")); });
  });
}
