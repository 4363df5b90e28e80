// Who there is, who the page is now, and what that person can do.
import { start } from "./compose.js";
import { ask, toast } from "./dialogs.js";
import { at, busy, fill, make, renew } from "./dom.js";
import { everybody, isOwner, me, personOf, post, view } from "./store.js";
import { closeSide, isChosen } from "./tabs.js";
import { word } from "./words.js";

/** So many people are listed before somebody asks for all: a crowd may have come. */
const LISTED = 8;
const seen = new Map(Object.entries(JSON.parse(localStorage.getItem("seen") ?? "{}")).map(([id, last]) => [Number(id), last]));
let all = false;
let knowsPeople = false;
let become = () => {};

const initial = (name) => [...name.trim()][0]?.toUpperCase() ?? "?";

/** A round sign with the first letter, in the person's own colour. */
export const avatar = (person) =>
  make("span", { className: `avatar tint-${person.id % 7}`, "aria-hidden": "true" }, initial(person.first_name));

/** Who has something new to read. */
function unread() {
  const people = view.state.people.filter(({ last_message_id }) => last_message_id !== undefined);
  const mine = view.state.messages.at(-1)?.message_id;
  for (const { id, last_message_id } of people) {
    // Whoever was there when the page opened has nothing new yet; a clean start counts from the beginning again.
    if ((!seen.has(id) && !knowsPeople) || seen.get(id) > last_message_id) seen.set(id, last_message_id);
  }
  if (mine !== undefined) seen.set(view.user, mine);
  if (people.length) knowsPeople = true;
  localStorage.setItem("seen", JSON.stringify(Object.fromEntries([...seen].slice(-200))));
  return new Set(people.filter(({ id, last_message_id }) => id !== view.user && last_message_id > (seen.get(id) ?? 0)).map(({ id }) => id));
}

function row({ person, isMe, isNew, owner }) {
  const language = person.language_code === "ru" ? "русский" : person.language_code === "en" ? "English" : person.language_code ?? "";
  return make("li", {}, make("button", {
    type: "button", className: "person", "data-person": person.id, "aria-current": isMe ? "true" : undefined,
    onclick: () => { become(person.id); },
  },
  avatar(person),
  make("span", { className: "person-words" },
    make("span", { className: "person-name" }, person.first_name, owner ? make("span", { className: "badge" }, word("owner")) : null,
      person.blocked ? make("span", { className: "badge warm" }, word("hasBlocked")) : null),
    make("small", {}, [`id ${person.id}`, language, person.started === false || person.started === undefined ? word("notStarted") : ""].filter(Boolean).join(" · "))),
  isNew ? make("span", { className: "dot", role: "img", "aria-label": word("unread"), title: word("unread") }) : null,
  isMe ? make("span", { className: "badge good" }, word("you")) : null));
}

export function showPeople() {
  const people = everybody();
  const news = unread();
  const known = people.some(({ id }) => id === view.user) ? people : [...people, me()];
  fill(at("person"), known.map((person) => [person.id,
    `${news.has(person.id) ? "● " : ""}${person.first_name}${isOwner(person.id) ? ` (${word("owner").toLowerCase()})` : ""}`]), view.user);
  at("people-dot").hidden = at("side-dot").hidden = !news.size;
  if (!isChosen("people")) return;
  const listed = known.filter((person, index) => all || index < LISTED || person.id === view.user || isOwner(person.id));
  renew(at("people"), listed.map((person) => {
    const { last_message_id, ...rest } = person;
    return [person.id, { person: rest, isMe: person.id === view.user, isNew: news.has(person.id), owner: isOwner(person.id) }];
  }), row);
  at("all-people").hidden = listed.length === known.length && !all;
  at("all-people").textContent = all ? word("fewer") : word("everybody", { n: known.length });
  at("owner-asleep").hidden = !known.some(({ id, started, blocked }) => isOwner(id) && (!started || blocked));
  showMe(me());
}

function showMe(person) {
  at("me-title").textContent = word("meTitle", { name: person.first_name });
  if (document.activeElement !== at("language")) at("language").value = person.language_code === "ru" ? "ru" : "en";
  at("block").textContent = word(person.blocked ? "unblock" : "block");
  at("block").disabled = !person.started && !person.blocked;
  at("save").href = `/playground/conversation?user=${view.user}`;
  at("save").download = `conversation-${view.user}.toml`;
  at("deep-address").textContent = `t.me/${view.state.bot.username}?start=`;
}

async function edit(person, isNew) {
  const languages = [["ru", "Русский"], ["en", "English"]];
  const answer = await ask(word(isNew ? "newPerson" : "rename"), [
    { name: "first_name", label: word("name"), maxLength: 64, value: person.first_name },
    ...(isNew ? [{ name: "id", label: word("id"), type: "number", min: 1, step: 1, value: person.id }] : []),
    { name: "language_code", label: word("language"), options: languages, value: person.language_code },
  ], { text: isNew ? word("newPersonHint") : "", yes: word(isNew ? "add" : "keep") });
  if (!answer) return null;
  return (await post("person", { id: person.id, ...answer, ...(isNew ? { id: Number(answer.id) } : {}) })) && Number(answer.id ?? person.id);
}

async function add() {
  const free = Math.max(1002, ...everybody().map(({ id }) => id).filter((id) => id < 9_000_000)) + 1;
  const id = await edit({ id: free, first_name: "", language_code: document.documentElement.lang }, true);
  if (id) become(id);
}

async function restart() {
  const { first_name } = me();
  const sure = await ask(word("restartTitle", { name: first_name }), [], { text: word("restartText"), yes: word("restart"), danger: true });
  if (sure && await post("restart_chat", { user: view.user })) {
    seen.delete(view.user);
    toast(word("restarted"));
  }
}

export function startPeople(actions) {
  become = actions.become;
  at("person").addEventListener("change", () => become(Number(at("person").value)));
  at("all-people").addEventListener("click", () => { all = !all; showPeople(); });
  at("new-person").addEventListener("click", add);
  at("rename").addEventListener("click", () => edit(me(), false));
  at("restart").addEventListener("click", restart);
  at("language").addEventListener("change", () => {
    const { id, first_name } = me();
    post("person", { id, first_name, language_code: at("language").value });
  });
  at("block").addEventListener("click", () => busy(at("block"), () => post("block", { user: view.user, blocked: !personOf(view.user).blocked })));
  at("deep-link").addEventListener("submit", (event) => {
    event.preventDefault();
    start(at("deep-payload").value);
    at("deep-payload").value = "";
    if (document.body.classList.contains("panel-open")) closeSide();
  });
}
