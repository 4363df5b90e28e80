//! A pretend Telegram Bot API and a pretend Tribute, with a page where a person can talk to the bot.
//!
//! It stands for two services of other people, so it knows nothing of the bot: whatever the bot learns from it, it learns
//! over HTTP, as it would in production. The command `playground` serves it to people; the tests drive the same thing from Rust.
//!
//! # Layout
//!
//! - `settings`: what it needs to start. `handle`, `people`, `joining`, `look`, `shown`: the Rust side, [`Playground`].
//! - `world`: everything that is true at a moment, changed only by a `fact` (`apply`), which the `journal` keeps.
//! - `methods`: the Bot API, one subject per file. `html`, `entity`, `markdown`, `formatted`, `keyboard`, `keyboard_place`, `button`,
//!   `link`, `params`, `multipart`, `image`, `refusal`: its strictness. `flood`: its limits.
//! - `updates`, `kinds`, `queue`, `schedule`, `deliver`, `post`, `client`: updates on their way to the webhook. `weather`,
//!   `forecast`: what goes wrong on purpose. `trials`: what happens to chats and accounts.
//! - `tribute`: the pretend Tribute: what is bought in it and what it sends.
//! - `inspect`, `trace`, `notes`: what led to what. `backstage`: a view into the program under test. `oblivion`: starting over.
//! - `story`: what happened in the chats. `recording`, `conversation`, `replay`, `difference`: saved as a file and played again.
//!   `accept`, `commented`: a file brought up to date.
//! - `server`, `bot_api`, `panel`, `panel_weather`, `weather_form`, `groups`, `script`, `answers`, `files`, `snapshot`, `guard`: HTTP.
//!   `page/`: the page.
//!
//! # HTTP
//!
//! | Request | Meaning |
//! | --- | --- |
//! | `GET` or `POST /bot<token>/<method>` | the Bot API: JSON, urlencoded or multipart |
//! | `GET /file/bot<token>/<file_id>` | a file's bytes |
//! | `GET /tribute/api/v1/…` | Tribute's REST API, with the key in `Api-Key`: `subscriptions`, `products`, `shops`, `shop/orders` |
//! | `GET /` | the page; the styles and scripts in `page/` are `/playground/<name>` |
//! | `GET /playground/state?user=ID&after=VERSION` | what that person sees; waits up to 25 s for a version after the given one |
//! | `POST /playground/person` | `{id, first_name, language_code}`: creates or changes a person |
//! | `POST /playground/text` | `{user, text}`: the person writes |
//! | `POST /playground/press` | `{user, message, data}`: the person presses a callback button; or `{user, text}`: the newest button whose words contain the text |
//! | `POST /playground/contact` | `{user, phone}`: the person shares a phone number |
//! | `POST /playground/block` | `{user, blocked}`: the person blocks or unblocks the bot |
//! | `POST /playground/tribute` | `{user, event, plan}`: the pretend Tribute sends an event about the plan of that index |
//! | `POST /playground/tribute/draft` | `{user, event, product, type?}`: the JSON of the next event about a product, `{body}`; nothing is sent |
//! | `POST /playground/tribute/send` | `{user, body, signature?, times?, twin?, hold?, without_telegram_id?}`: sends these bytes, or holds them; the entry |
//! | `POST /playground/tribute/resend` | `{number}`: sends an entry once more, or for the first time when it was held |
//! | `GET /playground/tribute/sent?number=N` | an entry with its body |
//! | `GET /playground/chat?user=ID` | the chat in plain words: `messages` with their `buttons`, and the `keyboard` below |
//! | `GET /playground/conversation?user=ID&also=ID,ID` | the talk so far as a file for `--replay`, with the chats of others if they belong to it |
//! | `POST /playground/settle` | `{timeout_ms}`: waits until nothing is under way to the bot; `{quiet}` says whether it came to that |
//! | `POST /playground/weather` | `{fault, times, method, user}`: something goes wrong; `times` is 1 when absent, `null` means until cleared. Faults: `weather_form` |
//! | `POST /playground/weather/clear` | `{number}`: one fault is taken back, or all of them |
//! | `POST /playground/crowd` | `{people, text}`: that many new people write at once |
//! | `POST /playground/group` | `{title, kind, id}`: a group or `channel` in which the bot is an administrator |
//! | `POST /playground/join` | `{user, group}`: asks to join; `{user, link}`: follows an invite link |
//! | `GET /playground/inspect?user=ID&message=MID` | a message, the update or event that caused it, the calls that this led to |
//! | `GET /playground/person?user=ID` | the person as the program's database has them |
//! | `POST /playground/restart_chat` | `{user}`: the chat and its person are forgotten, here and in the program's database |
//! | `POST /playground/clean` | `{}`: everything is forgotten, here and there |
//! | `GET /playground/file/<file_id>` | a document or photo, for the page |
//!
//! What is refused is answered with 4xx and `{"error": "a sentence that says what to do"}`.
//!
//! Everything under `/playground/` and the page itself answer only to a loopback `Host` (to any IP address and to chosen
//! names when opened to the network) and, where the browser names one, to their own origin: there is no password, so
//! another site must not be able to reach them by DNS rebinding. The same holds for the Bot API and Tribute's, whose token and
//! key here are known.

mod accept;
mod answers;
mod apply;
mod backstage;
mod bot_api;
mod button;
mod client;
mod commented;
mod conversation;
mod deliver;
mod difference;
mod entity;
mod fact;
mod files;
mod flood;
mod forecast;
mod formatted;
mod groups;
mod guard;
mod handle;
mod html;
mod image;
mod inspect;
mod joining;
mod journal;
mod keyboard;
mod keyboard_place;
mod kinds;
mod link;
mod look;
mod markdown;
mod markdown_entity;
mod markdown_legacy;
mod markdown_parts;
mod methods;
mod multipart;
mod notes;
mod oblivion;
mod panel;
mod panel_weather;
mod params;
mod people;
mod post;
mod queue;
mod recording;
mod refusal;
mod replay;
mod schedule;
mod script;
mod server;
mod settings;
mod shown;
mod snapshot;
mod story;
#[cfg(test)]
mod tests;
mod trace;
mod trials;
mod tribute;
mod updates;
mod weather;
mod weather_form;
mod world;

pub use accept::Accepted;
pub use backstage::Backstage;
pub use conversation::{Conversation, Participant, Seen, SeenAs, Step};
pub use fact::WebhookInfo;
pub use handle::Playground;
pub use replay::Replayed;
pub use settings::{Settings, TributePlan};
pub use shown::{ButtonAction, Call, Delivery, ShownButton, ShownKind, ShownMessage, Toast};
pub use tribute::{
    TributeAnswer, TributeAttempt, TributeEntry, TributeOrder, TributeSending, TributeSignature,
    tribute_body,
};
pub use weather::{Fault, Weather};
