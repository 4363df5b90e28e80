//! Reminders: the question after the first Start, `/notify`, on and off.
//!
//! A person chooses whether and by whose clock; the days and the hour are the owner's.

use super::{Reply, Talk, menu};
use crate::{
    bot::{
        callback_data::Press,
        effects::{Change, Effects, EventName},
        screen::Screen,
        state::Reminders,
    },
    content::TextKey,
    telegram::{
        ChatId,
        calls::{Button, Keyboard},
    },
};

/// Asks whether the person would like reminders: once in a lifetime, and only where there are some.
pub(super) fn ask_once(talk: &Talk<'_>, chat: ChatId, effects: &mut Effects) {
    let asked = known(talk).is_some_and(|reminders| reminders.asked);
    if asked || talk.context.content.reminders().is_empty() {
        return;
    }
    let (days, hour) = (days(talk), hour(talk));
    let args = [("days", days.as_str()), ("hour", hour.as_str())];
    let question = Screen {
        text: talk.text(TextKey::NotifyAsk, &args),
        keyboard: Keyboard::default().row(vec![
            button(talk, TextKey::NotifyYes, &Press::NotifyOn),
            button(talk, TextKey::NotifyNo, &Press::NotifyNo),
        ]),
    };
    effects.changes.push(Change::RemindersAsked);
    effects.send(question.send(chat));
}

/// How things stand.
pub(super) fn page(talk: &Talk<'_>) -> Screen {
    state(talk, known(talk).and_then(|reminders| reminders.next_at))
}

/// On, and how things stand then.
pub(super) fn turn_on(talk: &Talk<'_>, effects: &mut Effects) -> Screen {
    let last = known(talk).and_then(|reminders| reminders.last_on);
    let schedule = talk.context.schedule;
    let next_at = schedule.next(&talk.zone(), talk.context.now, last);
    set(talk, next_at, effects);
    state(talk, next_at)
}

/// Off, and how things stand then.
pub(super) fn turn_off(talk: &Talk<'_>, effects: &mut Effects) -> Screen {
    set(talk, None, effects);
    state(talk, None)
}

/// The button "on", or "yes".
pub(super) fn pressed_on(talk: &Talk<'_>) -> Reply {
    let mut effects = Effects::default();
    Reply {
        screen: turn_on(talk, &mut effects),
        toast: Some(TextKey::NotifyTurnedOn),
        effects,
    }
}

/// The button "off".
pub(super) fn pressed_off(talk: &Talk<'_>) -> Reply {
    let mut effects = Effects::default();
    Reply {
        screen: turn_off(talk, &mut effects),
        toast: Some(TextKey::NotifyTurnedOff),
        effects,
    }
}

/// The button "no" under the question. Whoever turned them on since means that now.
pub(super) fn declined(talk: &Talk<'_>) -> Reply {
    off_with(talk, TextKey::NotifyDeclined)
}

/// The button "no more" under a reminder.
pub(super) fn stopped(talk: &Talk<'_>) -> Reply {
    off_with(talk, TextKey::NotifyStopped)
}

fn off_with(talk: &Talk<'_>, words: TextKey) -> Reply {
    let mut effects = Effects::default();
    set(talk, None, &mut effects);
    Reply {
        screen: Screen {
            text: talk.text(words, &[]),
            keyboard: menu::home_only(talk),
        },
        toast: Some(TextKey::NotifyTurnedOff),
        effects,
    }
}

fn set(talk: &Talk<'_>, next_at: Option<jiff::Timestamp>, effects: &mut Effects) {
    let was_on = known(talk).is_some_and(|reminders| reminders.next_at.is_some());
    // Who decides unasked need not be asked.
    effects.changes.push(Change::RemindersAsked);
    effects.changes.push(Change::Reminders { next_at });
    match (was_on, next_at.is_some()) {
        (false, true) => effects.note(EventName::RemindersOn, None),
        (true, false) => effects.note(EventName::RemindersOff, None),
        _ => {}
    }
}

fn state(talk: &Talk<'_>, next_at: Option<jiff::Timestamp>) -> Screen {
    let (days, hour) = (days(talk), hour(talk));
    let zone = super::timezone::current(talk);
    let next = next_at.map(|at| talk.date(at)).unwrap_or_default();
    let args = [
        ("days", days.as_str()),
        ("hour", hour.as_str()),
        ("zone", zone.as_str()),
        ("date", next.as_str()),
    ];
    let (text, switch) = if next_at.is_some() {
        let off = button(talk, TextKey::NotifyOff, &Press::NotifyOff);
        (TextKey::NotifyStateOn, off)
    } else {
        let on = button(talk, TextKey::NotifyOn, &Press::NotifyOn);
        (TextKey::NotifyStateOff, on)
    };
    Screen {
        text: talk.text(text, &args),
        keyboard: Keyboard::default()
            .row(vec![switch])
            .row(vec![button(
                talk,
                TextKey::TimezoneButton,
                &Press::Zones(0),
            )])
            .row(vec![menu::home_button(talk)]),
    }
}

fn known<'a>(talk: &Talk<'a>) -> Option<&'a Reminders> {
    talk.state.person.as_ref().map(|person| &person.reminders)
}

fn button(talk: &Talk<'_>, key: TextKey, press: &Press) -> Button {
    Button::callback(talk.text(key, &[]), press.encode())
}

/// `9:00`
fn hour(talk: &Talk<'_>) -> String {
    format!("{}:00", talk.context.schedule.hour())
}

/// `понедельникам и четвергам`, `Mondays, Wednesdays and Fridays`
fn days(talk: &Talk<'_>) -> String {
    let days = talk.context.schedule.weekdays().iter();
    let mut names: Vec<String> = days.map(|day| talk.text(weekday(*day), &[])).collect();
    let Some(last) = names.pop() else {
        return String::new();
    };
    if names.is_empty() {
        return last;
    }
    let and = talk.text(TextKey::NotifyAnd, &[]);
    format!("{} {and} {last}", names.join(", "))
}

fn weekday(day: jiff::civil::Weekday) -> TextKey {
    use jiff::civil::Weekday;
    match day {
        Weekday::Monday => TextKey::Weekday1,
        Weekday::Tuesday => TextKey::Weekday2,
        Weekday::Wednesday => TextKey::Weekday3,
        Weekday::Thursday => TextKey::Weekday4,
        Weekday::Friday => TextKey::Weekday5,
        Weekday::Saturday => TextKey::Weekday6,
        Weekday::Sunday => TextKey::Weekday7,
    }
}
