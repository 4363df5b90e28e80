//! Private channels and groups that a plan opens: the bot's standing there, and who is at the door.

pub(in crate::store) mod chats;
pub(in crate::store) mod members;
pub(in crate::store) mod queue;

use diesel::QueryResult;
use jiff::Timestamp;

use super::super::Conn;
use crate::{bot::doors::DoorChange, telegram::UserId};

/// Stores a fact about a person at a door, or about a door.
pub(super) async fn apply(
    conn: Conn<'_>,
    person: UserId,
    change: &DoorChange,
    now: Timestamp,
) -> QueryResult<()> {
    match change {
        DoorChange::Asked { door, welcome } => {
            members::asked(conn, *door, person, *welcome, now).await
        }
        DoorChange::Inside {
            door,
            is_ours,
            is_admin,
            check_at,
        } => {
            let came = members::Came {
                is_ours: *is_ours,
                is_admin: *is_admin,
                check_at: *check_at,
            };
            members::came(conn, *door, person, came, now).await
        }
        DoorChange::Outside { door } => members::went(conn, *door, person).await,
        DoorChange::Standing(standing) => chats::standing(conn, standing, now).await,
        DoorChange::Unwanted { door, people } => members::unwanted(conn, *door, people, now).await,
    }
}

/// A person's access changed: whoever is inside or waits to be let in is looked at now.
pub(super) async fn changed(conn: Conn<'_>, person: UserId, now: Timestamp) -> QueryResult<()> {
    members::look_again(conn, person, now).await
}
