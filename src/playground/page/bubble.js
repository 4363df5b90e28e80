// Messages as DOM nodes.
import { icon, make } from "./dom.js";
import { formatted, link } from "./rich.js";
import { clock, word } from "./words.js";

const fileUrl = (id) => `/playground/file/${encodeURIComponent(id)}`;
const isAddress = (id) => /^https?:/.test(id);

function photo(message, actions) {
  const size = message.photo.at(-1);
  // The page loads nothing from elsewhere, so a picture that the bot named by its address stays a link.
  if (isAddress(size.file_id)) return link(size.file_id, [make("span", { className: "far" }, "🖼 ", word("photoAt"), make("small", {}, size.file_id))], actions);
  const image = make("img", { className: "photo", src: fileUrl(size.file_id), alt: message.caption ?? word("photo"), width: size.width, height: size.height });
  return make("a", { href: fileUrl(size.file_id), target: "_blank", rel: "noopener" }, image);
}

function fileCard(message, actions) {
  const file = message.document;
  const bytes = file.file_size ?? 0;
  const isPdf = file.mime_type === "application/pdf" || /\.pdf$/i.test(file.file_name ?? "");
  const size = bytes < 1024 ? `${bytes} ${word("bytes")}` : `${Math.ceil(bytes / 1024)} ${word("kilobytes")}`;
  const card = [
    make("span", { className: "file-mark" }, icon("file")),
    make("span", {}, make("strong", {}, file.file_name ?? word("document")), make("small", {}, `${size} · ${word(isPdf ? "opens" : "downloads")}`)),
  ];
  if (isAddress(file.file_id)) return link(file.file_id, card, actions);
  return make("a", { className: "document", href: fileUrl(file.file_id), target: "_blank", rel: "noopener" }, ...card);
}

function contactCard({ contact }) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return make("p", { className: "contact" }, make("span", { "aria-hidden": "true" }, "👤"),
    make("span", {}, make("strong", {}, name || word("contact")), make("small", {}, contact.phone_number)));
}

function media(message, actions) {
  if (message.photo) return photo(message, actions);
  if (message.document) return fileCard(message, actions);
  if (message.contact) return contactCard(message);
  const other = ["video", "audio", "voice", "sticker", "animation", "location", "poll", "dice"].find((name) => message[name]);
  return other ? make("p", { className: "soft" }, `[${other}]`) : null;
}

function button(message, spec, actions) {
  const look = ["primary", "success", "danger"].includes(spec.style) ? spec.style : "";
  const url = spec.url ?? spec.web_app?.url ?? spec.login_url?.url;
  if (url !== undefined) {
    const node = link(url, [spec.text], actions);
    if (look) node.classList.add(look);
    return node;
  }
  const press = (event) => {
    if (spec.callback_data !== undefined) actions.press(message, spec.callback_data, event.currentTarget);
    else if (spec.copy_text) actions.copy(spec.copy_text.text);
    else actions.toast(word("unsupported"));
  };
  const children = spec.copy_text ? [spec.text, icon("copy")] : [spec.text];
  return make("button", { type: "button", className: look, onclick: press }, ...children);
}

const GONE = (message, className) => make("article", { className: `${className} gone`, "data-id": message.message_id },
  make("div", { className: "bubble" }, make("p", { className: "words" }, word("deleted")), meta(message)));

function meta(message, actions) {
  const time = clock(new Date(message.date * 1000));
  const details = actions && make("button", {
    type: "button", className: "details", tabIndex: -1, title: word("detailsHint"), "aria-label": word("details"),
    onclick: (event) => actions.inspect(message.message_id, event.currentTarget),
  }, make("span", { "aria-hidden": "true" }, "i"));
  return make("p", { className: "meta" }, details || null,
    message.edit_date ? make("span", { className: "edited" }, word("edited")) : null,
    make("time", { dateTime: new Date(message.date * 1000).toISOString() }, time),
    make("span", { className: "ticks" }));
}

/** One message, or those of one album: bubble and keyboard. */
export function bubble(messages, botId, actions) {
  const [message] = messages;
  const className = message.from?.id === botId ? "message" : "message mine";
  if (message.deleted) return GONE(message, className);
  const worded = messages.find(({ text, caption }) => text ?? caption) ?? message;
  const text = worded.text ?? worded.caption ?? "";
  const entities = worded.entities ?? worded.caption_entities ?? [];
  const rows = (message.reply_markup?.inline_keyboard ?? [])
    .map((row) => make("div", { className: "row" }, ...row.map((spec) => button(message, spec, actions))));
  const parts = messages.length === 1 ? media(message, actions)
    : make("div", { className: message.photo ? "album" : "files" }, ...messages.map((one) => make("div", { "data-part": one.message_id }, media(one, actions))));
  const content = make("div", { className: message.photo ? "bubble picture" : "bubble" }, parts,
    text ? make("div", { className: "words" }, ...formatted(text, entities, actions)) : null,
    meta(messages.find(({ edit_date }) => edit_date) ?? message, actions));
  return make("article", { className, "data-id": message.message_id }, content,
    rows.length ? make("div", { className: "rows" }, ...rows) : null);
}

/** One tick: sent. Two: the bot has it. A mark: Telegram refused something about it. */
export function setNote(node, message, note) {
  const details = node.querySelector(".details");
  if (details && details.classList.contains("flagged") !== Boolean(note?.refused)) {
    details.classList.toggle("flagged");
    details.firstChild.textContent = note?.refused ? "!" : "i";
    details.setAttribute("aria-label", note?.refused ? word("detailsRefused") : word("details"));
    details.title = word(note?.refused ? "detailsRefused" : "detailsHint");
  }
  const ticks = node.querySelector(".ticks");
  if (!ticks || !note || !node.classList.contains("mine")) return;
  const [mark, words] = note.read ? ["✓✓", word("read")] : ["✓", word("sentOnly")];
  if (ticks.textContent === mark) return;
  ticks.textContent = mark;
  ticks.classList.toggle("read", note.read);
  ticks.title = words;
  ticks.setAttribute("role", "img");
  ticks.setAttribute("aria-label", words);
}
