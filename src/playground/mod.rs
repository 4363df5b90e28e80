//! A pretend Telegram and Tribute.
