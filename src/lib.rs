//! five-keys-bot: a webhook-only Telegram bot that sells knowledge and membership through Tribute.
//!
//! # Layout, in reading order
//!
//! - [`bot`]: the conversation, pure. An update and the person's state go in, effects come out.
//! - [`tribute`]: payments, pure. A signed body becomes an event, an event becomes effects.
//! - [`content`]: everything the bot says, as checked data.
//! - [`telegram`]: the Bot API's types, client and errors.
//! - [`store`]: all state, in PostgreSQL or SQLite.
//! - [`intake`]: the shell around the pure parts: record, load, decide, commit, deliver.
//! - [`jobs`]: scheduled work, such as reminders.
//! - [`delivery`]: from the outbox to Telegram. [`document`]: the plan as a PDF.
//! - [`cabinet`]: asks Tribute's REST API, and compares.
//! - [`doors`]: lets people into private channels and groups, and puts them out.
//! - [`doctor`]: looks at everything around the bot and says what is wrong.
//! - [`quota`]: limits that all replicas keep together, in Redis.
//! - [`assistant`]: answers people's questions by an OpenAI-compatible API. [`outgoing`]: HTTP clients.
//! - [`http`]: the routes. [`telemetry`]: metrics and logs. [`config`]: settings.
//! - [`app`]: the running service. [`cli`]: the commands.
//! - [`playground`]: a pretend Telegram and Tribute, for people and for the tests; knows nothing of the rest.
//!
//! # Data flow
//!
//! ```text
//! POST -> verify -> parse -> one transaction { record, lock, load, decide, save } -> deliver -> 200
//! ```
//!
//! `ARCHITECTURE.md` follows one update through the code and lists the invariants.

pub mod app;
pub mod assistant;
pub mod bot;
pub mod cabinet;
pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod delivery;
pub mod doctor;
pub mod document;
pub mod doors;
pub mod http;
pub mod intake;
pub mod jobs;
pub mod outgoing;
pub mod playground;
pub mod quota;
pub mod registration;
pub mod store;
pub mod telegram;
pub mod telemetry;
pub mod tribute;
