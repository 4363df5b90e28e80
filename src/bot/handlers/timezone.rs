//! `/timezone`: by a button, or by a city in words.

use super::{Reply, Talk, menu, prompt};
use crate::{
    bot::{
        callback_data::Press,
        dialogue::Asks,
        effects::{Change, Effects},
        screen::Screen,
        zones::{self, Found},
    },
    content::TextKey,
    telegram::calls::{Button, Keyboard},
};

/// A page of buttons.
pub(super) fn page(talk: &Talk<'_>, number: u8) -> Screen {
    let pages = zones::pages();
    let last = u8::try_from(pages.len())
        .unwrap_or(u8::MAX)
        .saturating_sub(1);
    let number = number.min(last);
    let shown = zones::pages().nth(number.into()).unwrap_or_default();
    let rows = shown.chunks(2).map(|pair| {
        let buttons = pair.iter().map(|zone| {
            let title = zones::title(zone, talk.locale, talk.context.now);
            Button::callback(title, Press::Zone((*zone).to_owned()).encode())
        });
        buttons.collect()
    });
    // After the last page comes the first.
    let next = if number == last { 0 } else { number + 1 };
    let more = button(talk, TextKey::TimezoneMore, &Press::Zones(next));
    let zone = current(talk);
    let clock = clock(talk, &talk.zone());
    let args = [("zone", zone.as_str()), ("hour", clock.as_str())];
    Screen {
        text: talk.text(TextKey::TimezoneTitle, &args),
        keyboard: rows
            .fold(Keyboard::default(), Keyboard::row)
            .row(vec![
                button(talk, TextKey::TimezoneWrite, &Press::WriteCity),
                more,
            ])
            .row(vec![menu::home_button(talk)]),
    }
}

/// Waits for a city.
pub(super) fn ask(talk: &Talk<'_>) -> Reply {
    let mut effects = Effects::default();
    prompt::ask(talk, Asks::City, &mut effects);
    Reply {
        screen: Screen {
            text: talk.text(TextKey::TimezoneAsk, &[]),
            keyboard: ways_out(talk),
        },
        toast: None,
        effects,
    }
}

/// Takes a city in words; asks again when there is none like it.
pub(super) fn choose(talk: &Talk<'_>, text: &str, effects: &mut Effects) -> Screen {
    let near = match zones::find(text) {
        Found::Zone(zone, city) => {
            let city = city.map(|city| city.name(talk.locale));
            return set(talk, &zone, city, effects);
        }
        Found::Near(near) => near,
    };
    prompt::ask(talk, Asks::City, effects);
    let buttons = near.iter().map(|city| {
        let press = Press::Zone(city.zone.to_owned());
        Button::callback(city.name(talk.locale), press.encode())
    });
    let keyboard = buttons.fold(Keyboard::default(), |keyboard, button| {
        keyboard.row(vec![button])
    });
    let key = if near.is_empty() {
        TextKey::TimezoneUnknown
    } else {
        TextKey::TimezoneNear
    };
    Screen {
        text: talk.text(key, &[]),
        keyboard: ways_out(talk)
            .inline_keyboard
            .into_iter()
            .fold(keyboard, Keyboard::row),
    }
}

/// A button with a zone.
pub(super) fn chosen(talk: &Talk<'_>, name: &str) -> Reply {
    // A name that nobody put on a button.
    let Some(zone) = zones::zone(name) else {
        return super::outdated(talk);
    };
    let name = zone.iana_name().unwrap_or(name);
    let mut effects = Effects::default();
    Reply {
        screen: set(talk, name, None, &mut effects),
        toast: Some(TextKey::TimezoneSaved),
        effects,
    }
}

/// The person's zone in words.
pub(super) fn current(talk: &Talk<'_>) -> String {
    let zone = talk.zone();
    let name = zone.iana_name().unwrap_or("UTC");
    zones::title(name, talk.locale, talk.context.now)
}

/// Saves the zone, and moves the next reminder to its hour there.
fn set(talk: &Talk<'_>, name: &str, city: Option<&str>, effects: &mut Effects) -> Screen {
    let zone = zones::zone(name).unwrap_or_else(|| talk.zone());
    let now = talk.context.now;
    effects.changes.push(Change::Zone(name.to_owned()));
    let reminders = talk.state.person.as_ref().map(|person| &person.reminders);
    if let Some(reminders) = reminders.filter(|reminders| reminders.next_at.is_some()) {
        let next_at = talk.context.schedule.next(&zone, now, reminders.last_on);
        effects.changes.push(Change::Reminders { next_at });
    }
    let title = zones::title(name, talk.locale, now);
    let title = match city {
        Some(city) if !title.starts_with(city) => {
            let args = [("city", city), ("zone", title.as_str())];
            talk.text(TextKey::TimezoneLike, &args)
        }
        _ => title,
    };
    let clock = clock(talk, &zone);
    let args = [("zone", title.as_str()), ("hour", clock.as_str())];
    Screen {
        text: talk.text(TextKey::TimezoneChanged, &args),
        keyboard: Keyboard::default()
            .row(vec![button(
                talk,
                TextKey::TimezoneReminders,
                &Press::Notify,
            )])
            .row(vec![menu::home_button(talk)]),
    }
}

fn ways_out(talk: &Talk<'_>) -> Keyboard {
    Keyboard::default()
        .row(vec![button(
            talk,
            TextKey::TimezoneButton,
            &Press::Zones(0),
        )])
        .row(vec![menu::home_button(talk)])
}

fn button(talk: &Talk<'_>, key: TextKey, press: &Press) -> Button {
    Button::callback(talk.text(key, &[]), press.encode())
}

/// What clocks in the zone show, `14:05`.
fn clock(talk: &Talk<'_>, zone: &jiff::tz::TimeZone) -> String {
    let local = talk.context.now.to_zoned(zone.clone());
    local.strftime("%-H:%M").to_string()
}
