//! Tests of the playground as a whole, over HTTP, as the bot meets it.

mod afterwards;
mod backstage;
mod bot;
mod cabinet;
mod delivery;
mod flood;
mod inspect;
mod journal;
mod members;
mod page;
mod page_files;
mod patience;
mod queues;
mod refusals;
mod replay;
mod script;
mod strictness;
mod tribute;
mod tribute_events;
mod tribute_lives;
mod tribute_repeats;
mod tribute_rest;
mod trouble;
