//! Walks through the real service: every button in order, and whatever people do in no order at all. Whatever it is,
//! it is answered, Telegram takes every word of it, and there is a way on.

mod every_button;
mod person;
mod random;
