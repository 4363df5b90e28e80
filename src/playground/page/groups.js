// Groups and channels: how the person stands with each, and the ways in.
import { ask, toast } from "./dialogs.js";
import { at, busy, fill, make, renew } from "./dom.js";
import { post, view } from "./store.js";
import { isChosen } from "./tabs.js";
import { word } from "./words.js";

const join = async (how) => {
  const user = view.user;
  if (await post("join", { user, ...how }, word("joinRefused"))) toast(word("joinSent"));
};

/** A link to a group was pressed in the chat. */
export const follow = (link) => join({ link: /^https?:/.test(link) ? link : `https://${link}` });

function invite(link) {
  const label = link.creates_join_request ? word("linkAsks") : word("linkJoins");
  return make("div", { className: "invite" },
    make("button", { type: "button", className: "quiet", disabled: !link.usable, "data-link": link.link, onclick: (event) => busy(event.currentTarget, () => join({ link: link.link })) },
      label), make("small", {}, `${link.name ? `${link.name} · ` : ""}${link.link}${link.usable ? "" : ` · ${word("linkSpent")}`}`));
}

const OF_BOT = ["administrator", "cannot_invite", "cannot_restrict", "member", "left", "kicked"];

const stand = (form) => post("stand", form);

/** What the bot may do in a group; the owner decides. */
function rights(group) {
  const select = make("select", { "data-bot": group.id, onchange: (event) => busy(event.currentTarget, () => stand({ group: group.id, bot: event.currentTarget.value })) });
  fill(select, OF_BOT.map((status) => [status, word(`bot_${status}`)]), group.bot);
  return make("label", { className: "line" }, make("span", {}, word("botThere")), select);
}

function card(group) {
  const tone = { member: "good", asked: "warm", kicked: "bad" }[group.status] ?? "";
  return make("li", { "data-group": group.id },
    make("div", { className: "head" }, make("strong", {}, `${group.kind === "channel" ? "📣" : "👥"} ${group.title}`),
      make("span", { className: `badge ${tone}` }, word(`status_${group.status}`))),
    group.status === "left" ? make("button", {
      type: "button", className: "quiet", "data-join": group.id, onclick: (event) => busy(event.currentTarget, () => join({ group: group.id })),
    }, word("askToJoin")) : null,
    group.status === "member" ? make("button", {
      type: "button", className: "quiet", "data-leave": group.id, onclick: (event) => busy(event.currentTarget, () => stand({ group: group.id, user: view.user, status: "left" })),
    }, word("leaveGroup")) : null,
    rights(group),
    make("small", {}, word("groupNumber", { id: group.id })),
    ...(group.status === "member" ? [] : (group.links ?? []).slice(-3).map(invite)));
}

export function showGroups() {
  if (!isChosen("people")) return;
  const { groups } = view.state;
  at("groups-box").hidden = !groups;
  renew(at("groups"), (groups ?? []).map((group) => [group.id, group]), card);
}

export function startGroups() {
  at("new-group").addEventListener("click", async () => {
    const answer = await ask(word("newGroup"), [
      { name: "title", label: word("groupTitle"), maxLength: 128 },
      { name: "kind", label: word("groupKind"), options: [["channel", word("channel")], ["supergroup", word("supergroup")]] },
    ], { text: word("newGroupHint"), yes: word("add") });
    if (answer && await post("group", answer)) toast(word("groupMade"));
  });
}
