//! Another project's types of the Bot API, frankenstein's, read everything that we send and everything that the
//! playground sends. What they would lose or change on the way has no place in the Bot API.

mod calling;
mod conversation;
mod every_method;
mod every_update;
mod groups;
mod messages;
mod methods;
mod reading;
mod recorder;
