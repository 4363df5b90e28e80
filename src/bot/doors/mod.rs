//! Doors: private channels and groups that a plan opens. Who may be inside, and what follows for somebody who is, was or
//! asks to be. Decisions only: `crate::doors` looks, lets in and puts out.

mod standing;
mod words;

pub use standing::{BotStanding, Trouble};
pub use words::{Named, ToAdmins, link_message, who, who_of};

use jiff::Timestamp;

use super::state::Subscription;
use crate::{
    content::Content,
    telegram::{ChatId, UserId},
};

/// Until when a person's access opens a door; `None` when it does not. A plan opens the doors of every lower one as
/// well, and all days of grace count.
#[must_use]
pub fn open_until(
    content: &Content,
    subscriptions: &[Subscription],
    door: ChatId,
    now: Timestamp,
) -> Option<Timestamp> {
    let opening = content.plans_opening(door.0);
    let fits = |subscription: &&Subscription| opening.contains(&subscription.plan.as_str());
    let ends = subscriptions.iter().filter(fits);
    let latest = ends
        .map(|subscription| subscription.open_until(content.grace()))
        .max();
    latest.filter(|end| now < *end)
}

/// Where somebody stands with a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// They asked to come in, and wait.
    Asked,
    /// They are in.
    Inside,
    /// The bot is putting them out: banned, perhaps, and not yet free to come back.
    Leaving,
    /// They are not in.
    Outside,
}

impl Place {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Inside, Self::Leaving, Self::Outside];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Inside => "inside",
            Self::Leaving => "leaving",
            Self::Outside => "outside",
        }
    }

    /// The stored word, read; one that is not known is of a newer version, and then nothing is done.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.as_str() == word)
    }
}

/// Somebody at a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorMember {
    /// Which door.
    pub door: ChatId,
    /// Who.
    pub user: UserId,
    /// Where they stand.
    pub place: Place,
    /// The bot let them in, or they came with access: so the bot sees them out. Whom an admin added by hand it leaves
    /// alone.
    pub is_ours: bool,
    /// The owner wants them out, whoever let them in.
    pub is_unwanted: bool,
}

/// What is to be done about somebody at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Let them in.
    Admit,
    /// See whether they are inside.
    Find,
    /// Put them out, unless they run the chat.
    Remove,
    /// Go on putting them out.
    Finish,
    /// Nothing until then, when their access ends.
    Later(Timestamp),
    /// Nothing until something changes.
    Rest,
}

/// Decides. `open` is what [`open_until`] says about them.
#[must_use]
pub fn step(member: &DoorMember, open: Option<Timestamp>, is_door: bool) -> Step {
    match (member.place, open) {
        // Begun is finished, whatever the pack says by now: else they stay banned.
        (Place::Leaving, _) => Step::Finish,
        _ if !is_door => Step::Rest,
        (Place::Asked, Some(_)) => Step::Admit,
        (Place::Inside, Some(end)) => Step::Later(end),
        (Place::Inside, None) if member.is_ours || member.is_unwanted => Step::Remove,
        (Place::Asked | Place::Inside, None) => Step::Rest,
        (Place::Outside, _) => Step::Find,
    }
}

/// A fact about a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoorChange {
    /// The person asked to come in.
    Asked {
        /// Which door.
        door: ChatId,
        /// Whether they are let in.
        welcome: bool,
    },
    /// The person came in.
    Inside {
        /// Which door.
        door: ChatId,
        /// Whether the bot sees them out.
        is_ours: bool,
        /// Whether they run the chat.
        is_admin: bool,
        /// When their access ends, or now when they have none.
        check_at: Option<Timestamp>,
    },
    /// The person is not in any more.
    Outside {
        /// Which door.
        door: ChatId,
    },
    /// The bot's own standing in a group or channel changed.
    Standing(BotStanding),
    /// The owner wants these people out.
    Unwanted {
        /// Which door.
        door: ChatId,
        /// Who.
        people: Vec<UserId>,
    },
}

/// Fewer signs for a list of people: whoever confirms it confirms this list and no other.
#[must_use]
pub fn mark(people: &[UserId]) -> u32 {
    let mut ids: Vec<i64> = people.iter().map(|person| person.0).collect();
    ids.sort_unstable();
    // FNV-1a
    let bytes = ids.into_iter().flat_map(i64::to_le_bytes);
    bytes.fold(0x811c_9dc5, |mark: u32, byte| {
        (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests;
