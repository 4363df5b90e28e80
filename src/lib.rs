//! five-keys-bot: a webhook-only Telegram bot that sells knowledge and membership through Tribute.

pub mod content;
pub mod playground;
