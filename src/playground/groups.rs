//! Groups and channels in which the bot is an administrator, as a person sees them.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{json_answer, missing, wrong};
use super::fact::Invite;
use super::handle::Playground;
use super::world::World;

/// Ids of supergroups and channels are below this.
const BELOW: i64 = -1_000_000_000_000;

#[derive(Deserialize)]
pub(super) struct GroupForm {
    id: Option<i64>,
    title: String,
    #[serde(default)]
    kind: GroupKind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum GroupKind {
    #[default]
    Supergroup,
    Channel,
}

/// Joining by asking, or by a link.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum JoinForm {
    Link {
        #[serde(deserialize_with = "super::answers::person_id")]
        user: i64,
        link: String,
    },
    Ask {
        #[serde(deserialize_with = "super::answers::person_id")]
        user: i64,
        group: i64,
    },
}

/// What people can become in a group by themselves, or by its owner's hand.
const OF_PEOPLE: [&str; 3] = ["member", "administrator", "left"];
/// What the bot can become there.
const OF_BOT: [&str; 6] = [
    "administrator",
    "cannot_invite",
    "cannot_restrict",
    "member",
    "left",
    "kicked",
];

#[derive(Deserialize)]
pub(super) struct StandForm {
    group: i64,
    #[serde(flatten)]
    who: Who,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Who {
    Person {
        #[serde(deserialize_with = "super::answers::person_id")]
        user: i64,
        status: String,
    },
    Bot {
        bot: String,
    },
}

pub(super) async fn make(
    playground: web::Data<Playground>,
    form: web::Json<GroupForm>,
) -> HttpResponse {
    let title = form.title.trim();
    if title.is_empty() || title.chars().count() > 128 {
        return wrong("a group needs a title of 1 to 128 characters");
    }
    let lowest = playground.read(|world| world.chats.keys().min().copied().unwrap_or(0));
    let id = form.id.unwrap_or(lowest.min(BELOW) - 1);
    if id >= BELOW {
        return wrong(format!("the id of a group or channel is below {BELOW}"));
    }
    playground.found_group(id, title, form.kind == GroupKind::Channel);
    json_answer(&json!({ "id": id }))
}

pub(super) async fn join(
    playground: web::Data<Playground>,
    form: web::Json<JoinForm>,
) -> HttpResponse {
    let update_id = match form.into_inner() {
        JoinForm::Link { user, link } => playground.follow_invite(user, &link),
        JoinForm::Ask { user, group } => {
            let is_group = playground
                .read(|world| world.chats.get(&group).is_some_and(|it| it.title.is_some()));
            is_group.then(|| playground.ask_to_join(user, group))
        }
    };
    match update_id {
        Some(update_id) => json_answer(&json!({ "update_id": update_id })),
        None => missing("this link or group lets nobody in; the state lists them under `groups`"),
    }
}

/// Lets the bot, or a person, become something else in a group.
pub(super) async fn stand(
    playground: web::Data<Playground>,
    form: web::Json<StandForm>,
) -> HttpResponse {
    let StandForm { group, who } = form.into_inner();
    let is_group = playground.read(|world| {
        let chat = world.chats.get(&group);
        chat.is_some_and(|chat| chat.title.is_some())
    });
    if !is_group {
        return missing("there is no such group; the state lists them under `groups`");
    }
    let update_id = match who {
        Who::Person { user, status } if OF_PEOPLE.contains(&status.as_str()) => {
            playground.set_member(group, user, &status, user)
        }
        Who::Bot { bot } if OF_BOT.contains(&bot.as_str()) => {
            playground.set_bot_status(group, &bot)
        }
        Who::Person { .. } => return wrong(format!("status is one of {}", OF_PEOPLE.join(", "))),
        Who::Bot { .. } => return wrong(format!("bot is one of {}", OF_BOT.join(", "))),
    };
    json_answer(&json!({ "update_id": update_id }))
}

impl World {
    /// Every group and channel, with the person's standing in it and the links that lead there.
    pub(super) fn groups_for(&self, user_id: i64) -> Vec<Value> {
        let mut groups: Vec<_> = self
            .chats
            .iter()
            .filter_map(|(id, chat)| Some((*id, chat.title.as_deref()?, chat.is_channel)))
            .collect();
        groups.sort_unstable();
        let one = |(id, title, is_channel): (i64, &str, bool)| {
            let status = match self.join_requests.contains_key(&(id, user_id)) {
                true => "asked",
                false => self.status_of(id, user_id),
            };
            let mut links: Vec<_> = self.invites.values().collect();
            links.retain(|invite| invite.chat_id == id);
            links.sort_unstable_by(|one, other| one.link.cmp(&other.link));
            json!({
                "id": id,
                "title": title,
                "kind": if is_channel { "channel" } else { "supergroup" },
                "status": status,
                "bot": self.status_of_bot(id),
                "links": links.into_iter().map(|invite| self.link_shown(invite)).collect::<Vec<_>>(),
            })
        };
        groups.into_iter().map(one).collect()
    }

    fn link_shown(&self, invite: &Invite) -> Value {
        json!({
            "link": invite.link,
            "name": invite.name,
            "creates_join_request": invite.creates_join_request,
            "usable": self.lets_in(invite),
        })
    }
}
