//! One reminder: which, and how it looks.

use super::{Talk, menu};
use crate::{
    bot::{
        Context,
        callback_data::Press,
        screen::Screen,
        state::{ChatState, Person},
    },
    content::{MenuDoor, Reminder, TextKey},
    telegram::{
        UpdateId,
        calls::{Button, Call, Keyboard},
    },
};

/// The reminder whose turn it is, and the ids that the person has seen then. `None` when there is none for them.
pub(in crate::bot) fn message(
    person: &Person,
    state: &ChatState,
    context: &Context<'_>,
) -> Option<(Call, String)> {
    let (reminder, seen) = choose(person, state, context)?;
    let talk = Talk {
        // Nobody's update: no handler of a door looks at it.
        update: UpdateId(0),
        locale: context.locale(Some(person), person.language_code.as_deref()),
        state,
        context,
    };
    let screen = Screen {
        text: reminder.text.get(talk.locale).to_owned(),
        keyboard: keyboard(&talk, reminder),
    };
    Some((screen.send(person.id.private_chat()), seen))
}

/// The first that the person has not seen in this round, from a place in the list that is their own; when all were
/// seen, a new round begins.
fn choose<'a>(
    person: &Person,
    state: &ChatState,
    context: &Context<'a>,
) -> Option<(&'a Reminder, String)> {
    let made = state.recommendation.as_ref();
    let fits = |quiz: &str| made.is_some_and(|made| made.advisor.is_quiz(quiz));
    let all = context.content.reminders().iter();
    let theirs: Vec<&Reminder> = all
        .filter(|reminder| reminder.after.as_deref().is_none_or(fits))
        .collect();
    let count = i64::try_from(theirs.len()).ok()?;
    let begin = usize::try_from(person.id.0.checked_rem_euclid(count)?).ok()?;
    let (before, after) = theirs.split_at_checked(begin)?;
    let mut turn = after.iter().chain(before).copied();
    let seen: Vec<&str> = person.reminders.seen.split_whitespace().collect();
    let unseen = turn
        .clone()
        .find(|reminder| !seen.contains(&reminder.id.as_str()));
    match unseen {
        Some(reminder) => {
            let seen = seen.into_iter().chain([reminder.id.as_str()]);
            // Those that left the pack are forgotten, or the list would grow for ever.
            let known = |id: &&str| context.content.reminders().iter().any(|one| one.id == *id);
            let seen: Vec<&str> = seen.filter(known).collect();
            Some((reminder, seen.join(" ")))
        }
        None => turn.next().map(|reminder| (reminder, reminder.id.clone())),
    }
}

/// A way on, and a way out.
fn keyboard(talk: &Talk<'_>, reminder: &Reminder) -> Keyboard {
    let plan = || {
        talk.state
            .recommendation
            .is_some()
            .then_some(MenuDoor::Plan)
    };
    let open = |door: MenuDoor| menu::button(talk, &door);
    let door = reminder.door.clone().and_then(open);
    let door = door.or_else(|| plan().and_then(open));
    let stop = Button::callback(
        talk.text(TextKey::NotifyStop, &[]),
        Press::NotifyStop.encode(),
    );
    Keyboard::default()
        .row(door.into_iter().collect())
        .row(vec![menu::home_button(talk)])
        .row(vec![stop])
}
