// Messages as DOM nodes. Nothing a bot or a person wrote is ever parsed as HTML.
import { word } from "./words.js";

export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A link that opens elsewhere, or leads into this chat; only schemes that are links. */
export function link(url, content, actions) {
  const payload = actions.startPayload(url);
  if (payload !== null) return make("a", { href: "#", onclick: (event) => { event.preventDefault(); actions.start(payload); } }, ...content);
  // Nobody should leave a playground for a till that takes real money.
  if (/^https?:\/\/(t\.me\/tribute\b|([\w-]+\.)?tribute\.tg\b)/i.test(url)) {
    return make("a", { href: "#pay-title", onclick: (event) => { event.preventDefault(); actions.goPay(); } }, ...content);
  }
  if (!/^(https?|tg|ton):\/\//i.test(url)) return make("span", {}, ...content);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...content);
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

function wrap(entity, children, text, actions) {
  if (entity.type === "text_link") return link(entity.url, children, actions);
  if (entity.type === "spoiler") {
    return make("button", { type: "button", className: "spoiler", title: word("spoiler"), onclick: (event) => event.currentTarget.classList.add("open") }, ...children);
  }
  if (entity.type === "bot_command" && actions) return command(text, actions);
  const tag = TAGS[entity.type];
  return tag ? make(tag, {}, ...children) : make("span", {}, ...children);
}

const command = (text, actions) => make("button", { type: "button", className: "command", onclick: () => actions.say(text) }, text);

/** Plain text, with addresses and commands made usable. */
function plain(text, actions) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]]|(?<=^|[\s(«"])\/[a-z][a-z0-9_]{0,31}\b/g)) {
    if (found.index > from) nodes.push(text.slice(from, found.index));
    nodes.push(found[0].startsWith("/") ? command(found[0], actions) : link(found[0], [found[0]], actions));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** Text with its entities; offsets are UTF-16 units, as are those of strings here. Outer entities come first. */
export function formatted(text, entities, actions) {
  const build = (start, end, inside, raw) => {
    const nodes = [];
    let at = start;
    while (inside.length) {
      const [first, ...rest] = inside;
      const stop = Math.min(first.offset + first.length, end);
      const nested = rest.filter((entity) => entity.offset < stop);
      if (first.offset > at) nodes.push(...(raw ? [text.slice(at, first.offset)] : plain(text.slice(at, first.offset), actions)));
      const literal = raw || ["code", "pre", "text_link", "spoiler"].includes(first.type);
      nodes.push(wrap(first, build(first.offset, stop, nested, literal), text.slice(first.offset, stop), actions));
      at = stop;
      // A block ends its line by itself.
      if (["pre", "blockquote", "expandable_blockquote"].includes(first.type) && text[at] === "\n" && at < end) at += 1;
      inside = rest.filter((entity) => entity.offset >= stop);
    }
    if (end > at) nodes.push(...(raw ? [text.slice(at, end)] : plain(text.slice(at, end), actions)));
    return nodes;
  };
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(0, text.length, sorted, false);
}

const fileUrl = (id) => `/playground/file/${encodeURIComponent(id)}`;

function media(message, actions) {
  const photo = message.photo?.at(-1);
  if (photo && /^https?:/.test(photo.file_id)) return link(photo.file_id, [`🖼 ${word("photoAt")}: ${photo.file_id}`], actions);
  if (photo) {
    const image = make("img", { className: "photo", src: fileUrl(photo.file_id), alt: message.caption ?? word("photo"), width: photo.width, height: photo.height });
    image.style.height = "auto";
    return make("a", { href: fileUrl(photo.file_id), target: "_blank", rel: "noopener" }, image);
  }
  const file = message.document;
  if (file && /^https?:/.test(file.file_id)) return link(file.file_id, [`📄 ${file.file_name}`], actions);
  if (file) {
    const size = file.file_size < 1024 ? `${file.file_size} B` : `${Math.ceil(file.file_size / 1024)} KB`;
    return make("a", { className: "document", href: fileUrl(file.file_id), target: "_blank", rel: "noopener" }, `📄 ${file.file_name}`, make("small", {}, size));
  }
  if (message.contact) return make("p", {}, `👤 ${word("contact")}: ${message.contact.phone_number}`);
  return null;
}

function button(message, spec, actions) {
  const look = ["primary", "success", "danger"].includes(spec.style) ? spec.style : "";
  if (spec.url !== undefined) {
    const node = link(spec.url, [spec.text], actions);
    if (look) node.classList.add(look);
    return node;
  }
  const press = (event) => {
    if (spec.callback_data !== undefined) actions.press(message, spec.callback_data, event.currentTarget);
    else if (spec.copy_text) navigator.clipboard?.writeText(spec.copy_text.text).then(() => actions.toast(word("copied")));
    else actions.toast(word("unsupported"));
  };
  return make("button", { type: "button", className: look, onclick: press }, spec.text);
}

/** One message: bubble and keyboard. */
export function bubble(message, botId, actions) {
  const mine = message.from?.id !== botId;
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const time = new Date(message.date * 1000).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const meta = message.edit_date ? `${word("edited")} ${time}` : time;
  const rows = (message.reply_markup?.inline_keyboard ?? [])
    .map((row) => make("div", { className: "row" }, ...row.map((spec) => button(message, spec, actions))));
  return make("article", { className: mine ? "message mine" : "message" },
    make("div", { className: "bubble" },
      media(message, actions),
      text ? make("div", { className: "words" }, ...formatted(text, entities, actions)) : null,
      make("p", { className: "meta" }, meta)),
    rows.length ? make("div", { className: "rows" }, ...rows) : null);
}
