//! `/doors`: the bot's rights at each door, who is inside without access, who has access and is outside; and, asked once
//! more, putting the former out.

use super::{Talk, button, menu};
use crate::{
    bot::{
        admin::Ask,
        callback_data::Press,
        doors::{DoorChange, Trouble, mark, who},
        effects::Change,
        fit,
        report::{AtDoor, DoorFigures, DoorsQuery},
        screen::Screen,
    },
    content::TextKey,
    telegram::{
        ChatId, UserId,
        calls::{Button, Keyboard},
    },
};

/// People who are put out at once: so many names fit the question.
const AT_ONCE: u32 = 20;
/// Names in the list of doors.
const NAMED: usize = 5;
/// The longest name.
const NAME: usize = 60;

/// What has to be loaded.
pub(super) fn query(ask: &Ask, context: &crate::bot::Context<'_>) -> DoorsQuery {
    let content = context.content;
    let only = match ask {
        Ask::PutOut(door) | Ask::PutOutNow(door, _) => Some(*door),
        _ => None,
    };
    let doors = content.plan_doors().into_iter();
    let doors = doors.filter(|door| only.is_none_or(|only| only.0 == door.chat));
    let with_plans = |door: &crate::content::PlanDoor| {
        let plans = content.plans_opening(door.chat).into_iter();
        (ChatId(door.chat), plans.map(str::to_owned).collect())
    };
    let since = context.now.saturating_sub(content.grace());
    DoorsQuery {
        doors: doors.map(with_plans).collect(),
        now: context.now,
        since: since.unwrap_or(context.now),
        limit: AT_ONCE,
    }
}

/// Every door.
pub(super) fn page(talk: &Talk<'_>, doors: &[DoorFigures]) -> Screen {
    if doors.is_empty() {
        return Screen {
            text: talk.text(TextKey::AdminDoorsNone, &[]),
            keyboard: menu::home_only(talk),
        };
    }
    let mut pieces = vec![talk.text(TextKey::AdminDoorsTitle, &[])];
    pieces.extend(doors.iter().map(|door| format!("\n{}", lines(talk, door))));
    let remove = doors.iter().filter(|door| door.strangers > 0).map(|door| {
        let count = door.strangers.min(AT_ONCE.into()).to_string();
        let title = fit::cut(&title(talk, door.door), 40);
        let label = talk.text(
            TextKey::AdminDoorsRemove,
            &[("door", &title), ("number", &count)],
        );
        Button::callback(label, Press::Admin(Ask::PutOut(door.door)).encode())
    });
    let keyboard = remove.fold(Keyboard::default(), |keyboard, button| {
        keyboard.row(vec![button])
    });
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: keyboard
            .row(vec![button(talk, TextKey::AdminDoorsAgain, Ask::Doors)])
            .row(vec![menu::home_button(talk)]),
    }
}

fn title(talk: &Talk<'_>, door: ChatId) -> String {
    let known = talk.context.content.plan_door(door.0);
    known.map_or_else(
        || door.to_string(),
        |door| door.title.get(talk.locale).to_owned(),
    )
}

fn lines(talk: &Talk<'_>, door: &DoorFigures) -> String {
    let state = match (door.trouble, door.checked_at) {
        (None, None) => TextKey::AdminDoorsUnseen,
        (None, Some(_)) => TextKey::AdminDoorsGood,
        (Some(Trouble::Removed), _) => TextKey::AdminDoorsBadRemoved,
        (Some(Trouble::NoAdmin), _) => TextKey::AdminDoorsBadNoAdmin,
        (Some(Trouble::NoInvite), _) => TextKey::AdminDoorsBadNoInvite,
        (Some(Trouble::NoRestrict), _) => TextKey::AdminDoorsBadNoRestrict,
        (Some(Trouble::Moved(_)), _) => TextKey::AdminDoorsBadMoved,
    };
    let count = |number: i64| number.to_string();
    let line = talk.text(
        TextKey::AdminDoorsLine,
        &[
            ("door", &title(talk, door.door)),
            ("state", &talk.text(state, &[])),
            ("inside", &count(door.inside)),
            ("strangers", &count(door.strangers)),
            ("absent", &count(door.absent)),
            ("waiting", &count(door.waiting)),
            ("failing", &count(door.failing)),
        ],
    );
    let lists = [
        (TextKey::AdminDoorsStrangers, &door.named_strangers),
        (TextKey::AdminDoorsAbsent, &door.named_absent),
    ];
    let lists = lists
        .into_iter()
        .filter(|(_, people)| !people.is_empty())
        .map(|(key, people)| {
            let mut names: Vec<String> = people.iter().take(NAMED).map(name).collect();
            if people.len() > NAMED {
                names.push("…".to_owned());
            }
            talk.text(key, &[("people", &names.join(", "))])
        });
    let all: Vec<String> = std::iter::once(line).chain(lists).collect();
    all.join("\n")
}

fn name(person: &AtDoor) -> String {
    let whole = who(person.user, &person.first_name, person.username.as_deref());
    fit::cut(&whole, NAME)
}

fn ids(door: &DoorFigures) -> Vec<UserId> {
    let people = door.named_strangers.iter();
    people.map(|person| person.user).collect()
}

/// Names the people and asks once more.
pub(super) fn ask(talk: &Talk<'_>, doors: &[DoorFigures]) -> Screen {
    let Some(door) = doors
        .first()
        .filter(|door| !door.named_strangers.is_empty())
    else {
        return Screen {
            text: talk.text(TextKey::AdminDoorsNobody, &[]),
            keyboard: Keyboard::default()
                .row(vec![button(talk, TextKey::AdminDoorsAgain, Ask::Doors)])
                .row(vec![menu::home_button(talk)]),
        };
    };
    let names: Vec<String> = door.named_strangers.iter().map(name).collect();
    let yes = Ask::PutOutNow(door.door, mark(&ids(door)));
    Screen {
        text: talk.text(
            TextKey::AdminDoorsAsk,
            &[
                ("door", &title(talk, door.door)),
                ("people", &names.join("\n")),
            ],
        ),
        keyboard: Keyboard::default()
            .row(vec![button(talk, TextKey::AdminDoorsYes, yes)])
            .row(vec![button(talk, TextKey::AdminDoorsNo, Ask::Doors)]),
    }
}

/// Puts out exactly those who were named; when they are others by now, it asks again.
pub(super) fn put_out(
    talk: &Talk<'_>,
    named: u32,
    doors: &[DoorFigures],
) -> (Screen, Option<Change>) {
    let same = doors.first().filter(|door| {
        let ids = ids(door);
        !ids.is_empty() && mark(&ids) == named
    });
    let Some(door) = same else {
        return (ask(talk, doors), None);
    };
    let change = Change::Door(DoorChange::Unwanted {
        door: door.door,
        people: ids(door),
    });
    let screen = Screen {
        text: talk.text(
            TextKey::AdminDoorsBegun,
            &[("door", &title(talk, door.door))],
        ),
        keyboard: Keyboard::default()
            .row(vec![button(talk, TextKey::AdminDoorsAgain, Ask::Doors)])
            .row(vec![menu::home_button(talk)]),
    };
    (screen, Some(change))
}
