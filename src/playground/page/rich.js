// Telegram's formatted text as DOM nodes. Nothing a bot or a person wrote is ever parsed as HTML.
import { make } from "./dom.js";
import { word } from "./words.js";

/** Something pressed that looks like a link: it leads somewhere inside the page. */
const inside = (content, go) =>
  make("a", { href: "#log", onclick: (event) => { event.preventDefault(); go(); } }, ...content);

/** A link that opens elsewhere, or leads into this chat; only schemes that are links. */
export function link(url, content, actions) {
  const payload = actions.startPayload(url);
  if (payload !== null) return inside(content, () => actions.start(payload));
  // An invite link of the pretend Telegram means nothing to the real one.
  if (/^(https?:\/\/)?t\.me\/(\+|joinchat\/)/i.test(url)) return inside(content, () => actions.follow(url));
  // Nobody should leave a playground for a till that takes real money.
  if (/^https?:\/\/(t\.me\/tribute\b|([\w-]+\.)?tribute\.tg\b)/i.test(url)) return inside(content, () => actions.goPay());
  if (!/^(https?|tg|ton|mailto|tel):/i.test(url)) return make("span", {}, ...content);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...content);
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote" };

function spoiler(children) {
  const node = make("button", { type: "button", className: "spoiler", title: word("spoiler"), "aria-label": word("spoiler") }, ...children);
  node.addEventListener("click", () => {
    node.classList.add("open");
    node.removeAttribute("aria-label");
    node.removeAttribute("title");
  });
  return node;
}

function expandable(children) {
  const text = make("div", { className: "quoted" }, ...children);
  const button = make("button", {
    type: "button", className: "link", "aria-expanded": "false",
    onclick: () => {
      const open = text.classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
      button.textContent = word(open ? "less" : "whole");
    },
  }, word("whole"));
  return make("blockquote", {}, text, button);
}

function wrap(entity, children, text, actions) {
  switch (entity.type) {
    case "text_link": return link(entity.url, children, actions);
    case "spoiler": return spoiler(children);
    case "bot_command": return command(text, actions);
    case "expandable_blockquote": return expandable(children);
    case "pre": return make("pre", { tabIndex: 0, "data-language": entity.language }, ...children);
    default: return make(TAGS[entity.type] ?? "span", {}, ...children);
  }
}

const command = (text, actions) => make("button", { type: "button", className: "command", onclick: () => actions.say(text) }, text);

/** Plain text, with addresses and commands made usable. */
function plain(text, actions) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]]|(?<![\w/.])t\.me\/[\w+?=/-]*[\w/]|(?<=^|[\s(«"])\/[a-z][a-z0-9_]{0,31}\b/g)) {
    if (found.index > from) nodes.push(text.slice(from, found.index));
    const isCommand = found[0].startsWith("/");
    const url = found[0].startsWith("t.me") ? `https://${found[0]}` : found[0];
    nodes.push(isCommand ? command(found[0], actions) : link(url, [found[0]], actions));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];
const LITERAL = ["code", "pre", "text_link", "spoiler"];

/** Text with its entities; offsets are UTF-16 units, as are those of strings here. Outer entities come first. */
export function formatted(text, entities, actions) {
  const build = (start, end, within, raw) => {
    const nodes = [];
    const add = (from, to) => nodes.push(...(raw ? [text.slice(from, to)] : plain(text.slice(from, to), actions)));
    let at = start;
    let rest = within;
    while (rest.length) {
      const [first, ...others] = rest;
      const stop = Math.min(first.offset + first.length, end);
      const nested = others.filter((entity) => entity.offset < stop);
      if (first.offset > at) add(at, first.offset);
      const children = build(first.offset, stop, nested, raw || LITERAL.includes(first.type));
      nodes.push(wrap(first, children, text.slice(first.offset, stop), actions));
      at = stop;
      // A block ends its line by itself.
      if (BLOCKS.includes(first.type) && text[at] === "\n" && at < end) at += 1;
      rest = others.filter((entity) => entity.offset >= stop);
    }
    if (end > at) add(at, end);
    return nodes;
  };
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(0, text.length, sorted, false);
}
