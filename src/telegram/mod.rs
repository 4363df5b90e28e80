//! The Bot API: what Telegram sends us, what we ask of it, and how its refusals are read.
//!
//! Knows nothing of the store, of the bot's conversation or of our HTTP server.

pub mod api_error;
pub mod calls;
pub mod card;
pub mod client;
mod ids;
mod members;
pub mod registration;
pub mod reply_keyboard;
pub mod secret_token;
pub mod types;
mod unmade;
pub mod update;

pub use ids::{ChatId, MessageId, UpdateId, UserId};
